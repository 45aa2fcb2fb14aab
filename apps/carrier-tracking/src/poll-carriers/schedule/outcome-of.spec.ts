import { describe, expect, it } from '@jest/globals';
import { newFigures } from '../../persistence/poller.store.ts';
import type { LeasedGroup } from '../../persistence/poll-group.store.ts';
import type { Told } from '../calls/read-answer.ts';
import type { KnownNumber } from '../groups/group.ts';
import type { Poller } from '../poller.ts';
import type { Call, CallResult } from './call.ts';
import { counted, outcomeOf, type Outcome } from './outcome-of.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const hour = 3_600_000;

const poller = {
  name: 'acme',
  register: { batch: 3, askAfterMs: 300_000 },
  ask: { batch: 3 },
  pace: {
    every: new Map(),
    otherwise: hour,
    afterEnd: { every: hour, for: hour },
    silence: { doublesEvery: 24 * hour, atMost: 24 * hour, giveUpAfter: 240 * hour },
  },
} as unknown as Poller;
const known = (changes: Partial<KnownNumber> = {}): KnownNumber => ({
  number: 'A1',
  stage: 'last_mile',
  heardAt: now - 30 * hour,
  endedAt: null,
  hash: 'before',
  ...changes,
});
const group = (changes: Partial<LeasedGroup> = {}): LeasedGroup => ({
  id: '00000000-0000-5000-8000-000000000002',
  carrier: 'acme',
  lease: '00000000-0000-5000-8000-000000000001',
  attempts: 3,
  registered: true,
  every: hour,
  dueAt: now - 1,
  numbers: [known()],
  ...changes,
});
const payload: Told = { kind: 'payload', body: Buffer.from('{}'), hash: 'after' };
const answered = (told: Told | Told[], kept: number[] = [], refused: number[] = []): CallResult => ({
  kind: 'answered',
  told: [told].flat(),
  strangers: 0,
  kept: new Set(kept),
  refused: new Set(refused),
});
const callOf = (step: Call['step'], ...groups: LeasedGroup[]): Call => ({
  poller,
  step,
  groups,
  grantedAt: now,
});
const outcome = (result: CallResult, step: Call['step'] = 'ask', changes: Partial<LeasedGroup> = {}) =>
  outcomeOf({ call: callOf(step, group(changes)), result }, now);
const fatesOf = ({ settled }: Outcome) => settled.flatMap(({ numbers }) => numbers.map(({ fate }) => fate));

describe('a poll', () => {
  it('that brought news is made again as often as its stage wants it', () => {
    const found = outcome(answered(payload, [0]));
    expect(fatesOf(found)).toEqual([
      { registered: true, attempts: 0, every: hour, from: now + 0.9 * hour, to: now + 1.1 * hour },
    ]);
    expect(found.settled[0]?.numbers[0]?.known).toMatchObject({ hash: 'after', heardAt: now });
    expect(found).toMatchObject({ released: [], verdict: { kind: 'answered' } });
  });

  it.each<[string, Told]>([
    ['what was known', payload],
    ['nothing', { kind: 'nothing' }],
  ])('that brought %s is made less and less often', (_, told) => {
    const found = outcome(answered(told));
    expect(fatesOf(found)).toMatchObject([{ every: 2 * hour, attempts: 0 }]);
    expect(found.settled[0]?.numbers[0]?.known).toEqual(known());
  });

  it('shares its fate with those of its group that want the same pace', () => {
    const numbers = [known(), known({ number: 'A2' }), known({ number: 'A3', heardAt: now })];
    const [first, second, third] = fatesOf(
      outcome(answered([payload, payload, payload]), 'ask', { numbers }),
    );
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('whose news could not be kept is made again soon, as if nothing had been told', () => {
    const found = outcome(answered(payload, [], [0]));
    expect(fatesOf(found)).toEqual([
      { registered: true, attempts: 3, every: null, from: now, to: now + 120_000 },
    ]);
    expect(found.settled[0]?.numbers[0]?.known).toEqual(known());
    expect(found.verdict).toEqual({ kind: 'answered' });
  });

  it('that failed is made again after a wait that may grow with every try', () => {
    const failed: CallResult = { kind: 'failed', reason: 'timeout' };
    expect(fatesOf(outcome(failed))).toMatchObject([{ attempts: 3, from: now, to: now + 120_000 }]);
    expect(fatesOf(outcome(failed, 'ask', { attempts: 99 }))).toMatchObject([{ to: now + hour }]);
  });

  it.each<CallResult>([
    { kind: 'throttled', retryAfterMs: 1 },
    { kind: 'quota_used' },
    { kind: 'postponed' },
  ])('that was not answered for no fault of its number stays due: %j', (result) => {
    expect(outcome(result)).toMatchObject({ settled: [], released: [{ numbers: [{ number: 'A1' }] }] });
  });

  it('that did not fit into the call stays due', () => {
    const numbers = Array.from({ length: 4 }, (_, nth) => known({ number: `A${nth}` }));
    const fates = fatesOf(outcome(answered([payload, payload, payload]), 'ask', { numbers }));
    expect(fates.map((fate) => fate?.every)).toEqual([2 * hour, 2 * hour, 2 * hour, null]);
    expect(fates[3]).toMatchObject({ from: now - 1, to: now - 1, attempts: 0 });
  });

  it('finds what was told of it behind the numbers of the groups before', () => {
    const [a, b] = [group(), group({ id: 'b', numbers: [known({ number: 'B1' })] })];
    const call = callOf('ask', a, b);
    const { settled } = outcomeOf({ call, result: answered([{ kind: 'nothing' }, payload], [1]) }, now);
    expect(settled.map(({ numbers }) => numbers[0]?.known.hash)).toEqual(['before', 'after']);
  });

  it('is a registration first where the carrier wants one', () => {
    const fresh = { registered: false };
    const soon = { registered: true, from: now + 300_000, to: now + 300_000 };
    expect(fatesOf(outcome(answered(payload), 'register', fresh))).toMatchObject([soon]);
    expect(fatesOf(outcome(answered({ kind: 'registered' }), 'register', fresh))).toMatchObject([soon]);
    expect(fatesOf(outcome(answered({ kind: 'nothing' }), 'register', fresh))).toMatchObject([
      { registered: false, every: 2 * hour },
    ]);
    expect(fatesOf(outcome(answered({ kind: 'unregistered' })))).toMatchObject([
      { registered: false, from: now, to: now },
    ]);
  });

  it('waits for the next day where no more numbers can be registered, and keeps nobody else from being asked', () => {
    const found = outcome({ kind: 'quota_used' }, 'register', { registered: false });
    expect(fatesOf(found)).toMatchObject([
      {
        registered: false,
        from: Date.parse('2026-03-11T00:00:00Z'),
        to: Date.parse('2026-03-11T00:10:00Z'),
      },
    ]);
    expect(found.verdict).toEqual({ kind: 'answered' });
  });

  it('is never made again when all is over', () => {
    const ended = [known({ stage: 'ended', endedAt: now - 2 * hour })];
    expect(fatesOf(outcome(answered(payload), 'ask', { numbers: ended }))).toEqual([null]);
  });
});

describe('the figures of a carrier', () => {
  it('count calls, what they brought and what went wrong', () => {
    const call = callOf('ask', group());
    const results: CallResult[] = [
      answered(payload, [0]),
      answered(payload),
      answered(payload, [], [0]),
      { kind: 'failed', reason: 'timeout' },
      { kind: 'throttled', retryAfterMs: null },
      { kind: 'postponed' },
    ];
    expect(results.reduce((figures, result) => counted(figures, { call, result }, now), newFigures)).toEqual({
      calls: 5,
      failed: 1,
      throttled: 1,
      changed: 1,
      unchanged: 1,
      strangers: 0,
      answeredAt: now,
      lastFault: { at: now, reason: 'throttled' },
    });
  });
});
