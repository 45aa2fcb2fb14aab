import type { PollerFigures } from '../../persistence/poller.store.ts';
import type { LeasedGroup } from '../../persistence/poll-group.store.ts';
import type { Fate, KnownNumber } from '../groups/group.ts';
import type { SettledNumber } from '../groups/regroup.ts';
import type { Verdict } from '../limits/allowance.ts';
import { longestJitter } from '../limits/full-jitter.ts';
import { nextInterval, windowAfter } from '../pace/pace.ts';
import { askedOf, type Call, type CallResult, type MadeCall } from './call.ts';

/** What becomes of the numbers of a group that was asked about. */
export interface SettledGroup {
  readonly group: LeasedGroup;
  /** In their order; those that share their fate share the object. */
  readonly numbers: readonly SettledNumber[];
}

/** What a call leads to. */
export interface Outcome {
  readonly settled: readonly SettledGroup[];
  /** Groups that were not asked about after all. */
  readonly released: readonly LeasedGroup[];
  /** Null: the call tells nothing of its carrier. */
  readonly verdict: Verdict | null;
}

const retry = { base: 30_000, cap: 60 * 60_000 };
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Decides what becomes of a call's numbers. @param now epoch ms */
export const outcomeOf = ({ call, result }: MadeCall, now: number): Outcome => {
  const { groups, step } = call;
  const release = (verdict: Verdict | null): Outcome => ({ settled: [], released: groups, verdict });
  const all = (verdict: Verdict, fateOf: (group: LeasedGroup) => Fate): Outcome => ({
    settled: groups.map((group) => {
      const fate = fateOf(group);
      return {
        group,
        numbers: asked(call, group, (known) => ({ known, fate })),
      };
    }),
    released: [],
    verdict,
  });
  switch (result.kind) {
    case 'postponed':
      return release(null);
    case 'throttled':
      return release(result);
    case 'quota_used': {
      const tomorrow = (Math.floor(now / dayMs) + 1) * dayMs;
      // Of registrations: those who are registered may be asked about all the same.
      return step === 'ask'
        ? release(result)
        : all({ kind: 'answered' }, ({ registered }) => ({
            ...once(registered, tomorrow),
            to: tomorrow + 10 * minuteMs,
          }));
    }
    case 'failed':
      return all({ kind: 'failed' }, (group) => again(group, now));
    case 'answered':
      return { settled: answered(call, result, now), released: [], verdict: { kind: 'answered' } };
    default:
      return result satisfies never;
  }
};

type Answered = Extract<CallResult, { kind: 'answered' }>;

const once = (registered: boolean, at: number): Fate => ({
  registered,
  attempts: 0,
  every: null,
  from: at,
  to: at,
});

const again = ({ registered, attempts }: LeasedGroup, now: number): Fate => ({
  registered,
  attempts,
  every: null,
  from: now,
  to: now + longestJitter(retry, attempts),
});

/** Those that did not go into the call are due as before. */
const asked = (
  call: Call,
  group: LeasedGroup,
  settle: (known: KnownNumber, place: number) => SettledNumber,
): SettledNumber[] => {
  const count = askedOf(call, group);
  const still = once(group.registered, group.dueAt);
  return group.numbers.map((known, place) => (place < count ? settle(known, place) : { known, fate: still }));
};

const answered = (call: Call, { told, kept, refused }: Answered, now: number): SettledGroup[] => {
  const { pace, register } = call.poller;
  const isRegistration = call.step === 'register' && register !== undefined;
  const acquainted = once(true, now + (register?.askAfterMs ?? 0));
  const strange = once(false, now);
  let next = 0;
  return call.groups.map((group) => {
    const { registered } = group;
    const failed = again(group, now);
    const paced = new Map<number, Fate>();
    const first = next;
    next += askedOf(call, group);
    const numbers = asked(call, group, (known, index) => {
      const place = first + index;
      const what = told[place];
      if (refused.has(place)) return { known, fate: failed };
      if (isRegistration && (what?.kind === 'payload' || what?.kind === 'registered'))
        return { known, fate: acquainted };
      if (register && !isRegistration && what?.kind === 'unregistered') return { known, fate: strange };
      const news = what?.kind === 'payload' && kept.has(place) ? what.hash : null;
      const current = news === null ? known : { ...known, heardAt: now, hash: news };
      const every = nextInterval(pace, current, now);
      if (every === null) return { known: current, fate: null };
      const fate = paced.get(every) ?? { registered, attempts: 0, every, ...windowAfter(every, now) };
      paced.set(every, fate);
      return { known: current, fate };
    });
    return { group, numbers };
  });
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
