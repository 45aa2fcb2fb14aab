import type { DetectorSettings } from '../detector/settings.ts';

export interface PollsSettings extends DetectorSettings {
  /** Process id of Postgres. */
  readonly postgres: number;
  readonly rounds: number;
  /** Rounds before those that are told: numbers come to lie as they do after a while. */
  readonly aging: number;
  /** That are polled on our side. */
  readonly numbers: number;
  /** In a round, on either side. */
  readonly polls: { readonly ours: number; readonly baseline: number };
}

/** Microseconds. */
export interface Cpu {
  readonly service: number;
  readonly postgres: number;
}

/** Of one round: microseconds of CPU a poll, polls a second, and polls in a call. */
export interface ScheduledFigures extends Cpu {
  readonly perSecond: number;
  readonly perCall: number;
  /** Microseconds for a number whose parcel is at another stage; the baseline knows none. */
  readonly restaged: Cpu | null;
}

/** By round. */
export interface PollsFigures {
  readonly ours: ScheduledFigures[];
  readonly baseline: ScheduledFigures[];
}
