import { describe, expect, it } from '@jest/globals';
import { newFigures } from '../../persistence/poller.store.ts';
import type { LeasedPoll } from '../../persistence/poll.store.ts';
import type { Told } from '../calls/read-answer.ts';
import type { Poller } from '../poller.ts';
import type { Call, CallResult } from './call.ts';
import { counted, outcomeOf } from './outcome-of.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const hour = 3_600_000;
const middle = () => 0.5;

const poller = {
  name: 'acme',
  register: { askAfterMs: 300_000 },
  pace: {
    every: new Map(),
    otherwise: hour,
    afterEnd: { every: hour, for: hour },
    silence: { doublesEvery: 24 * hour, atMost: 24 * hour, giveUpAfter: 240 * hour },
  },
} as unknown as Poller;
const poll = (changes: Partial<LeasedPoll> = {}): LeasedPoll => ({
  poller: 'acme',
  carrier: 'acme',
  number: 'A1',
  lease: '00000000-0000-5000-8000-000000000001',
  stage: 'last_mile',
  heardAt: now - 30 * hour,
  endedAt: null,
  attempts: 3,
  registered: true,
  hash: 'before',
  ...changes,
});
const payload: Told = { kind: 'payload', body: Buffer.from('{}'), hash: 'after' };
const answered = (told: Told, kept: number[] = [], refused: number[] = []): CallResult => ({
  kind: 'answered',
  told: [told],
  strangers: 0,
  kept: new Set(kept),
  refused: new Set(refused),
});
const callOf = (step: Call['step'], changes: Partial<LeasedPoll> = {}): Call => ({
  poller,
  step,
  polls: [poll(changes)],
  grantedAt: now,
});
const outcome = (result: CallResult, step: Call['step'] = 'ask', changes: Partial<LeasedPoll> = {}) =>
  outcomeOf({ call: callOf(step, changes), result }, now, middle);

describe('a poll', () => {
  it('that brought news is made again as often as its stage wants it', () => {
    expect(outcome(answered(payload, [0]))).toMatchObject({
      settled: [{ next: now + hour, attempts: 0, told: { hash: 'after', at: now } }],
      released: [],
      verdict: { kind: 'answered' },
    });
  });

  it.each<[string, Told]>([
    ['what was known', payload],
    ['nothing', { kind: 'nothing' }],
  ])('that brought %s is made less and less often', (_, told) => {
    expect(outcome(answered(told))).toMatchObject({
      settled: [{ next: now + 2 * hour, attempts: 0, told: null }],
    });
  });

  it('whose news could not be kept is made again soon, as if nothing had been told', () => {
    expect(outcome(answered(payload, [], [0]))).toMatchObject({
      settled: [{ next: now + 60_000, attempts: 3, told: null }],
      verdict: { kind: 'answered' },
    });
  });

  it('that failed is made again after a wait that grows with every try', () => {
    const { settled } = outcome({ kind: 'failed', reason: 'timeout' });
    expect(settled).toMatchObject([{ next: now + 60_000, attempts: 3, told: null }]);
    expect(outcome({ kind: 'failed', reason: 'timeout' }, 'ask', { attempts: 99 }).settled[0]?.next).toBe(
      now + hour / 2,
    );
  });

  it.each<CallResult>([
    { kind: 'throttled', retryAfterMs: 1 },
    { kind: 'quota_used' },
    { kind: 'postponed' },
  ])('that was not answered for no fault of its number stays due: %j', (result) => {
    expect(outcome(result)).toMatchObject({ settled: [], released: [{ number: 'A1' }] });
  });

  it('is a registration first where the carrier wants one', () => {
    expect(outcome(answered(payload), 'register', { registered: false })).toMatchObject({
      settled: [{ registered: true, next: now + 300_000, told: null }],
    });
    expect(outcome(answered({ kind: 'registered' }), 'register', { registered: false })).toMatchObject({
      settled: [{ registered: true }],
    });
    expect(outcome(answered({ kind: 'nothing' }), 'register', { registered: false })).toMatchObject({
      settled: [{ registered: false, next: now + 2 * hour }],
    });
    expect(outcome(answered({ kind: 'unregistered' }))).toMatchObject({
      settled: [{ registered: false, next: now }],
    });
  });

  it('waits for the next day where no more numbers can be registered, and keeps nobody else from being asked', () => {
    expect(outcome({ kind: 'quota_used' }, 'register', { registered: false })).toMatchObject({
      settled: [{ registered: false, next: Date.parse('2026-03-11T00:05:00Z') }],
      verdict: { kind: 'answered' },
    });
  });
});

describe('the figures of a carrier', () => {
  it('count calls, what they brought and what went wrong', () => {
    const call = callOf('ask');
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
