import { afterFailure, afterSuccess, closedBreaker, lets, probing, type Breaker } from './circuit-breaker.ts';
import { fullJitter } from './full-jitter.ts';
import { refilled, spent, tokenAt, wholeTokens, type Bucket, type Rate } from './token-bucket.ts';

export interface Limits {
  readonly rate: Rate;
  /** Calls from midnight to midnight UTC; null: as many as the rate gives. */
  readonly callsPerDay: number | null;
}

/** What all instances have done to a carrier, and he to them. Instants are epoch milliseconds. */
export interface Standing {
  readonly bucket: Bucket;
  readonly quota: { readonly day: number; readonly used: number };
  readonly breaker: Breaker;
  /** Nobody is asked before that, since he said so. */
  readonly pausedUntil: number;
  /** How often he has throttled since he last answered. */
  readonly throttled: number;
}

/** How many calls may be made now, and when to look again where that is none. */
export interface Allowance {
  readonly calls: number;
  readonly standing: Standing;
  readonly lookAt: number;
}

export const newStanding: Standing = {
  bucket: { tokens: Number.MAX_SAFE_INTEGER, at: 0 },
  quota: { day: 0, used: 0 },
  breaker: closedBreaker,
  pausedUntil: 0,
  throttled: 0,
};

const dayMs = 86_400_000;
const dayOf = (now: number): number => Math.floor(now / dayMs);
/** Where he throttles and does not say for how long. */
const throttlePause = { base: 4_000, cap: 10 * 60_000 };
const shortestPause = 1_000;
/** Nobody is kept from asking for longer by an answer. */
const longestPause = dayMs;

/** What the limits leave of `wanted` calls. */
export const allow = (standing: Standing, limits: Limits, now: number, wanted: number): Allowance => {
  const { rate, callsPerDay } = limits;
  const bucket = refilled(standing.bucket, rate, now);
  const day = dayOf(now);
  const used = standing.quota.day === day ? standing.quota.used : 0;
  const current: Standing = { ...standing, bucket, quota: { day, used } };
  const wait = (lookAt: number): Allowance => ({ calls: 0, standing: current, lookAt });

  if (now < standing.pausedUntil) return wait(standing.pausedUntil);
  const through = lets(standing.breaker, now);
  if (through === 'none') return wait(standing.breaker.until);
  if (callsPerDay !== null && used >= callsPerDay) return wait((day + 1) * dayMs);
  const tokens = wholeTokens(bucket);
  if (tokens === 0) return wait(tokenAt(bucket, rate));
  const left = callsPerDay === null ? wanted : Math.min(wanted, callsPerDay - used);
  return { calls: Math.min(through === 'probe' ? 1 : tokens, tokens, left), standing: current, lookAt: now };
};

/** Notes calls that are made, within what was allowed. @param probeMs how long a call may take */
export const charge = (standing: Standing, calls: number, now: number, probeMs: number): Standing => ({
  ...standing,
  bucket: spent(standing.bucket, calls),
  quota: { ...standing.quota, used: standing.quota.used + calls },
  breaker: standing.breaker.state === 'closed' ? standing.breaker : probing(standing.breaker, now, probeMs),
});

/** What a call has shown of a carrier. */
export type Verdict =
  | { readonly kind: 'answered' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null }
  | { readonly kind: 'quota_used' }
  | { readonly kind: 'failed' };

/** @param draw from 0 up to 1 */
export const learn = (standing: Standing, verdict: Verdict, now: number, draw: number): Standing => {
  const works = { ...standing, breaker: afterSuccess() };
  switch (verdict.kind) {
    case 'answered':
      return { ...works, throttled: 0 };
    case 'throttled': {
      const throttled = standing.throttled + 1;
      const pause = verdict.retryAfterMs ?? shortestPause + fullJitter(throttlePause, throttled, draw);
      return {
        ...works,
        throttled,
        pausedUntil: Math.max(standing.pausedUntil, now + Math.min(pause, longestPause)),
      };
    }
    case 'quota_used':
      return { ...works, pausedUntil: Math.max(standing.pausedUntil, (dayOf(now) + 1) * dayMs) };
    case 'failed':
      return { ...standing, breaker: afterFailure(standing.breaker, now, draw) };
    default:
      return verdict satisfies never;
  }
};
