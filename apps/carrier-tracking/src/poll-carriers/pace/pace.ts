import type { Stage } from './stage.ts';

/** How often somebody is asked about a number. All in milliseconds. */
export interface Pace {
  readonly every: ReadonlyMap<Stage, number>;
  /** At stages that are not named. */
  readonly otherwise: number;
  /** Nothing more is asked when so long ago all parcels with the number came to their end. */
  readonly afterEnd: { readonly every: number; readonly for: number };
  /** Nothing new was told for so long. */
  readonly silence: { readonly doublesEvery: number; readonly atMost: number; readonly giveUpAfter: number };
}

/** What decides when a number is asked about again. Instants are epoch milliseconds. */
export interface Paced {
  readonly stage: Stage;
  /** When something new was heard of it last. */
  readonly heardAt: number;
  /** When its stage became `ended`; null while it is another. */
  readonly endedAt: number | null;
}

/** What is due together when a carrier is asked first must not be due together for ever; and it finds others to be asked about with. */
const spread = 0.2;

/** The interval at a stage while nothing is silent, in ms. */
export const intervalAt = ({ every, otherwise, afterEnd }: Pace, stage: Stage): number =>
  stage === 'ended' ? afterEnd.every : (every.get(stage) ?? otherwise);

/**
 * How long after a number was asked about it is asked about again, in ms: its stage's interval, twice as long for every
 * `doublesEvery` of silence.
 * @param now epoch ms
 * @returns null: never, unless something is heard of it
 */
export const nextInterval = (pace: Pace, { stage, heardAt, endedAt }: Paced, now: number): number | null => {
  const { doublesEvery, atMost, giveUpAfter } = pace.silence;
  const after = intervalAt(pace, stage);
  const silent = Math.max(0, now - heardAt);
  if (silent >= giveUpAfter) return null;
  const slowed = Math.min(after * 2 ** Math.floor(silent / doublesEvery), Math.max(after, atMost));
  return stage === 'ended' && now + slowed > (endedAt ?? now) + pace.afterEnd.for ? null : slowed;
};

/** The instants, epoch ms, that are an interval away from one, 10 % sooner or later. */
export const windowAfter = (every: number, now: number): { from: number; to: number } => ({
  from: now + every * (1 - spread / 2),
  to: now + every * (1 + spread / 2),
});

/** The instants that are right for what is wanted no later than at one, epoch ms. */
export const windowBefore = (every: number, wanted: number): { from: number; to: number } => ({
  from: wanted - every * spread,
  to: wanted,
});

/** Of the stages of several parcels with one number that which needs the most attention. */
export const mostUrgent = (pace: Pace, of: readonly Stage[]): Stage =>
  of.reduce((a, b) => {
    if (a === 'ended' || b === 'ended') return a === 'ended' ? b : a;
    return intervalAt(pace, b) < intervalAt(pace, a) ? b : a;
  });
