import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '@landfall/persistence';
import { SystemClock } from '@landfall/service-kit';
import { startTestService, type TestService } from '@landfall/testing';
import fc from 'fast-check';
import { carrierTracking } from '../../carrier-tracking.service.ts';
import { PollStore, type PollKey } from '../../persistence/poll.store.ts';
import { PollerStore } from '../../persistence/poller.store.ts';
import type { Poller } from '../poller.ts';
import type { Call, CallResult } from './call.ts';
import { SettlePolls } from './settle-polls.ts';
import { TakePolls } from './take-polls.ts';

const began = Date.parse('2026-03-10T12:00:00Z');
const leaseMs = 20_000;
const hour = 3_600_000;

const poller = {
  name: 'acme',
  codes: new Map([['acme', null]]),
  limits: { rate: { perSecond: 2, burst: 2 }, callsPerDay: null },
  concurrentCalls: 4,
  timeoutMs: leaseMs - 10_000,
  pace: {
    every: new Map(),
    otherwise: hour,
    afterEnd: { every: hour, for: hour },
    silence: { doublesEvery: 1_000 * hour, atMost: hour, giveUpAfter: 10_000 * hour },
  },
  register: undefined,
  ask: { batch: 3 },
} as unknown as Poller;

/** A system clock that stands where it was put. */
class HeldClock extends SystemClock {
  at = began;
  override now(): Date {
    return new Date(this.at);
  }
}

let service: TestService;
let polls: PollStore;
let pollers: PollerStore;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  service = await startTestService(carrierTracking);
  polls = service.app.get(PollStore, { strict: false });
  pollers = service.app.get(PollerStore, { strict: false });
  unitOfWork = service.app.get(UnitOfWork, { strict: false });
});
afterAll(() => service.close());
beforeEach(() => cleared());

/** One of several that poll the same carriers. */
const instance = (clock: SystemClock) => ({
  take: (room = 4) => new TakePolls(unitOfWork, pollers, polls, clock).take(poller, room),
  settle: (call: Call, result: CallResult) =>
    new SettlePolls(unitOfWork, pollers, polls, clock).settle(poller.name, [{ call, result }]),
});

const cleared = () => service.query('DELETE FROM carrier_tracking.poll; DELETE FROM carrier_tracking.poller');
const inTransaction = (work: (...args: Parameters<Parameters<UnitOfWork['run']>[1]>) => void) =>
  unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => work(tx));
const dueNow = (count: number, at = began): Promise<void> =>
  inTransaction((tx) => {
    pollers.add(tx, [poller.name]);
    const keys = Array.from({ length: count }, (_, nth): PollKey => ({
      poller: 'acme',
      carrier: 'acme',
      number: `A${nth}`,
    }));
    polls.add(
      tx,
      keys.map((key) => ({ ...key, dueAt: new Date(at) })),
      new Date(at),
    );
  });
/** When the next poll is due, or the next lease ends, epoch ms. */
const nextDue = async (): Promise<number> => {
  const [row] = await service.query<{ at: number | null }>(
    `SELECT date_part('epoch', min(greatest(next_poll_at, lease_until))) * 1000 AS at FROM carrier_tracking.poll`,
  );
  return row?.at ?? 0;
};
const numbersOf = (calls: readonly Call[]) => calls.flatMap((call) => call.polls.map(({ number }) => number));
const tellsNothing = ({ polls: of }: Call): CallResult => ({
  kind: 'answered',
  told: of.map(() => ({ kind: 'nothing' })),
  strangers: 0,
  kept: new Set(),
  refused: new Set(),
});

describe('instances that poll one carrier', () => {
  it('take each poll once, in calls as large as he takes, and together no more than he allows', async () => {
    await dueNow(30);
    const clock = new HeldClock();
    const taken = await Promise.all(Array.from({ length: 6 }, () => instance(clock).take()));
    const calls = taken.flatMap((one) => one.calls);
    expect(calls.map((call) => call.polls.length)).toEqual([3, 3]);
    expect(new Set(numbersOf(calls)).size).toBe(6);
    clock.at += 500;
    const [next] = (await instance(clock).take()).calls;
    expect(next?.polls).toHaveLength(3);
    expect(numbersOf([...calls, ...(next ? [next] : [])])).toHaveLength(9);
  });

  it('say when to look again: when the rate gives something, or soon where nothing is due', async () => {
    await dueNow(30);
    const clock = new HeldClock();
    expect((await instance(clock).take()).lookAt).toBe(began + 500);
    expect(await instance(clock).take()).toEqual({ calls: [], lookAt: began + 500 });
    await cleared();
    await dueNow(3);
    expect(await instance(clock).take()).toMatchObject({ calls: [{}], lookAt: began + 1_000 });
  });

  it('take again what a killed one held, not before its lease has run out', async () => {
    await dueNow(3);
    const clock = new HeldClock();
    const [killed] = (await instance(clock).take()).calls;
    clock.at += leaseMs - 1;
    expect((await instance(clock).take()).calls).toEqual([]);
    clock.at += 1;
    const [again] = (await instance(clock).take()).calls;
    expect(numbersOf([again as Call]).sort()).toEqual(numbersOf([killed as Call]).sort());
    expect(again?.polls.map(({ attempts }) => attempts)).toEqual([2, 2, 2]);
  });

  it('leave alone what one of them has taken over when the first comes back', async () => {
    await dueNow(3);
    const clock = new HeldClock();
    const [late] = (await instance(clock).take()).calls as [Call];
    clock.at += leaseMs;
    const [current] = (await instance(clock).take()).calls as [Call];
    await instance(clock).settle(late, { kind: 'failed', reason: 'timeout' });
    const leases = () =>
      service.query('SELECT DISTINCT lease, attempts FROM carrier_tracking.poll ORDER BY lease');
    expect(await leases()).toEqual([{ lease: current.polls[0]?.lease, attempts: 2 }]);
    await instance(clock).settle(current, tellsNothing(current));
    expect(await leases()).toEqual([{ lease: null, attempts: 0 }]);
  });

  it('see at once that a stage has changed while its number was being asked about', async () => {
    await dueNow(1);
    const clock = new HeldClock();
    const [call] = (await instance(clock).take()).calls as [Call];
    const key: PollKey = { poller: 'acme', carrier: 'acme', number: 'A0' };
    await inTransaction((tx) =>
      polls.restage(
        tx,
        [{ ...key, stage: 'out_for_delivery', dueAt: new Date(began + hour) }],
        new Date(began),
      ),
    );
    clock.at += 1_000;
    await instance(clock).settle(call, tellsNothing(call));
    expect(numbersOf((await instance(clock).take()).calls)).toEqual(['A0']);
  });
});

describe('whatever fails and whoever is killed', () => {
  type Fate = 'answers' | 'fails' | 'throttles' | 'killed' | 'postponed';
  const results: Record<Exclude<Fate, 'killed'>, (call: Call) => CallResult> = {
    answers: tellsNothing,
    fails: () => ({ kind: 'failed', reason: 'timeout' }),
    throttles: () => ({ kind: 'throttled', retryAfterMs: 5_000 }),
    postponed: () => ({ kind: 'postponed' }),
  };
  const fates = fc.array(fc.constantFrom<Fate>('answers', 'fails', 'throttles', 'killed', 'postponed'), {
    maxLength: 25,
  });

  it('every number is asked about in the end, none by two at a time, and never more often than the limit allows', async () => {
    await fc.assert(
      fc.asyncProperty(fates, fc.integer({ min: 1, max: 12 }), async (fatesOfCalls, count) => {
        const story = [...fatesOfCalls];
        await cleared();
        await dueNow(count);
        const clock = new HeldClock();
        const instances = [instance(clock), instance(clock)];
        const waiting = new Set(Array.from({ length: count }, (_, nth) => `A${nth}`));
        const heldUntil = new Map<string, number>();
        const calledAt: number[] = [];
        for (let turn = 0; waiting.size > 0; turn += 1) {
          expect(turn).toBeLessThan(200);
          const { calls, lookAt } = await (instances[turn % 2] ?? instance(clock)).take();
          for (const call of calls) {
            calledAt.push(clock.at);
            for (const number of numbersOf([call])) {
              expect(heldUntil.get(number) ?? 0).toBeLessThanOrEqual(clock.at);
              heldUntil.set(number, clock.at + leaseMs);
            }
            // At the end of the story the carrier is well, and nobody is killed any more.
            const fate = story.shift() ?? 'answers';
            if (fate === 'killed') continue;
            await instance(clock).settle(call, results[fate](call));
            for (const number of numbersOf([call])) {
              heldUntil.delete(number);
              if (fate === 'answers') waiting.delete(number);
            }
          }
          clock.at = Math.max(clock.at, lookAt, calls.length === 0 ? await nextDue() : 0);
        }
        const { burst, perSecond } = poller.limits.rate;
        for (const [index, from] of calledAt.entries()) {
          const within = calledAt.slice(index).filter((at) => at < from + 1_000).length;
          expect(within).toBeLessThanOrEqual(burst + perSecond);
        }
      }),
      { numRuns: 15 },
    );
  });
});
