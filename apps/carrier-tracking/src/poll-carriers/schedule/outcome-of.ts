import type { PollerFigures } from '../../persistence/poller.store.ts';
import type { LeasedPoll, SettledPoll } from '../../persistence/poll.store.ts';
import type { Verdict } from '../limits/allowance.ts';
import { fullJitter } from '../limits/full-jitter.ts';
import { nextPollAt } from '../pace/pace.ts';
import type { Call, CallResult, MadeCall } from './call.ts';

/** What a call leads to. */
export interface Outcome {
  readonly settled: readonly SettledPoll[];
  /** Polls that were not made after all. */
  readonly released: readonly LeasedPoll[];
  /** Null: the call tells nothing of its carrier. */
  readonly verdict: Verdict | null;
}

const retry = { base: 30_000, cap: 60 * 60_000 };
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Decides what becomes of a call's polls. @param now epoch ms @param draw from 0 up to 1, anew each time */
export const outcomeOf = ({ call, result }: MadeCall, now: number, draw: () => number): Outcome => {
  const { polls, step } = call;
  const release = (verdict: Verdict | null): Outcome => ({ settled: [], released: polls, verdict });
  const settle = (verdict: Verdict, of: (poll: LeasedPoll, place: number) => SettledPoll): Outcome => ({
    settled: polls.map(of),
    released: [],
    verdict,
  });
  switch (result.kind) {
    case 'postponed':
      return release(null);
    case 'throttled':
      return release(result);
    case 'quota_used':
      // Of registrations: those who are registered may be asked about all the same.
      return step === 'ask'
        ? release(result)
        : settle({ kind: 'answered' }, (poll) => ({
            ...unchanged(poll),
            next: (Math.floor(now / dayMs) + 1) * dayMs + 10 * minuteMs * draw(),
          }));
    case 'failed':
      return settle({ kind: 'failed' }, (poll) => again(poll, now, draw()));
    case 'answered':
      return settle({ kind: 'answered' }, (poll, place) => answered(call, result, poll, place, now, draw()));
    default:
      return result satisfies never;
  }
};

type Answered = Extract<CallResult, { kind: 'answered' }>;

const unchanged = (poll: LeasedPoll): Omit<SettledPoll, 'next'> => ({
  poll,
  attempts: 0,
  registered: poll.registered,
  told: null,
});

const again = (poll: LeasedPoll, now: number, draw: number): SettledPoll => ({
  ...unchanged(poll),
  attempts: poll.attempts,
  next: now + fullJitter(retry, poll.attempts, draw),
});

const answered = (
  { poller: { register, pace }, step }: Call,
  { told, kept, refused }: Answered,
  poll: LeasedPoll,
  place: number,
  now: number,
  draw: number,
): SettledPoll => {
  const what = told[place];
  if (refused.has(place)) return again(poll, now, draw);
  if (register && step === 'register' && (what?.kind === 'payload' || what?.kind === 'registered'))
    return { ...unchanged(poll), registered: true, next: now + register.askAfterMs };
  if (register && step === 'ask' && what?.kind === 'unregistered')
    return { ...unchanged(poll), registered: false, next: now };
  const news = what?.kind === 'payload' && kept.has(place) ? { hash: what.hash, at: now } : null;
  const next = nextPollAt(pace, news ? { ...poll, heardAt: now } : poll, now, draw);
  return { ...unchanged(poll), told: news, next };
};

/** A carrier's figures after a call. */
export const counted = (figures: PollerFigures, { result }: MadeCall, now: number): PollerFigures => {
  if (result.kind === 'postponed') return figures;
  const called = { ...figures, calls: figures.calls + 1 };
  switch (result.kind) {
    case 'answered': {
      const payloads = result.told.filter(({ kind }) => kind === 'payload').length;
      return {
        ...called,
        changed: figures.changed + result.kept.size,
        unchanged: figures.unchanged + payloads - result.kept.size - result.refused.size,
        strangers: figures.strangers + result.strangers,
        answeredAt: now,
      };
    }
    case 'failed':
      return { ...called, failed: figures.failed + 1, lastFault: { at: now, reason: result.reason } };
    case 'throttled':
    case 'quota_used':
      return { ...called, throttled: figures.throttled + 1, lastFault: { at: now, reason: result.kind } };
    default:
      return result satisfies never;
  }
};
