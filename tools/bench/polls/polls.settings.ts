import type { DetectorSettings } from '../detector/settings.ts';

export interface PollsSettings extends DetectorSettings {
  /** Process id of Postgres. */
  readonly postgres: number;
  readonly rounds: number;
  /** Due at once, on either side. */
  readonly polls: { readonly ours: number; readonly baseline: number };
}

/** Of one round: microseconds of CPU a poll, and polls a second. */
export interface ScheduledFigures {
  readonly service: number;
  readonly postgres: number;
  readonly perSecond: number;
}

/** By round. */
export interface PollsFigures {
  readonly ours: ScheduledFigures[];
  readonly baseline: ScheduledFigures[];
}
