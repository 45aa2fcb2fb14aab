/** Milliseconds since the Unix epoch. The domain never reads a clock: every instant is passed in. */
export type Instant = number;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
