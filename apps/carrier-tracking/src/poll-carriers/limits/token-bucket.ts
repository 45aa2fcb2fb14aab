/** So many calls may be made at once, and so many more a second. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Bucket {
  readonly tokens: number;
  /** When it held them, epoch ms. */
  readonly at: number;
}

/** Sums of thirds miss a whole by a little. */
const almost = 1e-6;

/** What a bucket holds now. A clock that stands behind another one's adds nothing: together they never give more. */
export const refilled = ({ tokens, at }: Bucket, { perSecond, burst }: Rate, now: number): Bucket => ({
  tokens: Math.min(burst, tokens + (Math.max(0, now - at) * perSecond) / 1_000),
  at: Math.max(at, now),
});

export const wholeTokens = ({ tokens }: Bucket): number => Math.floor(tokens + almost);

/** @param count not more than it holds */
export const spent = ({ tokens, at }: Bucket, count: number): Bucket => ({
  tokens: Math.max(0, tokens - count),
  at,
});

/** When it holds a whole token, epoch ms. */
export const tokenAt = ({ tokens, at }: Bucket, { perSecond }: Rate): number =>
  at + Math.max(0, Math.ceil(((1 - tokens) * 1_000) / perSecond));
