import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '@landfall/persistence';
import { SystemClock } from '@landfall/service-kit';
import { startTestService, type TestService } from '@landfall/testing';
import fc from 'fast-check';
import { carrierTracking } from '../../carrier-tracking.service.ts';
import { PollGroupStore } from '../../persistence/poll-group.store.ts';
import { PollStore, type PollKey } from '../../persistence/poll.store.ts';
import { PollerStore } from '../../persistence/poller.store.ts';
import type { Stage } from '../pace/stage.ts';
import type { Poller } from '../poller.ts';
import { ArrangeGroups } from './arrange-groups.ts';
import { askedIn, type Call, type CallResult } from './call.ts';
import { PlaceWanted } from './place-wanted.ts';
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
    every: new Map([['out_for_delivery', hour / 6]]),
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
let groups: PollGroupStore;
let arrange: ArrangeGroups;
let wanted: PlaceWanted;
let pollers: PollerStore;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  service = await startTestService(carrierTracking);
  polls = service.app.get(PollStore, { strict: false });
  groups = service.app.get(PollGroupStore, { strict: false });
  arrange = service.app.get(ArrangeGroups, { strict: false });
  wanted = service.app.get(PlaceWanted, { strict: false });
  pollers = service.app.get(PollerStore, { strict: false });
  unitOfWork = service.app.get(UnitOfWork, { strict: false });
});
afterAll(() => service.close());
beforeEach(() => cleared());

/** One of several that poll the same carriers. */
const instance = (clock: SystemClock, of = poller) => ({
  take: (room = 4) => new TakePolls(unitOfWork, pollers, groups, wanted, clock).take(of, room),
  settle: (call: Call, result: CallResult) =>
    new SettlePolls(unitOfWork, pollers, polls, groups, arrange, clock).settle(of, [{ call, result }]),
});

const cleared = () =>
  service.query(
    'DELETE FROM carrier_tracking.poll; DELETE FROM carrier_tracking.poll_group; DELETE FROM carrier_tracking.poller',
  );
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
const goesOn = (number: string, stage: Stage, dueAt: number): Promise<void> =>
  inTransaction((tx) =>
    polls.restage(
      tx,
      [{ ...{ poller: 'acme', carrier: 'acme', number }, stage, dueAt: new Date(dueAt) }],
      new Date(began),
    ),
  );
/** When the next poll is due, or the next lease ends, epoch ms. */
const nextDue = async (): Promise<number> => {
  const [row] = await service.query<{ at: number | null }>(
    `SELECT date_part('epoch', min(greatest(next_poll_at, lease_until))) * 1000 AS at FROM carrier_tracking.poll_group`,
  );
  return row?.at ?? 0;
};
const numbersOf = (calls: readonly Call[]) =>
  calls.flatMap((call) => askedIn(call).map(({ number }) => number));
const tellsNothing = (call: Call): CallResult => ({
  kind: 'answered',
  told: askedIn(call).map(() => ({ kind: 'nothing' })),
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
    expect(calls.map((call) => askedIn(call).length)).toEqual([3, 3]);
    expect(new Set(numbersOf(calls)).size).toBe(6);
    clock.at += 500;
    const [next] = (await instance(clock).take()).calls;
    expect(numbersOf(next ? [next] : [])).toHaveLength(3);
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
    expect(again?.groups.map(({ attempts }) => attempts)).toEqual([2]);
  });

  it('leave alone what one of them has taken over when the first comes back', async () => {
    await dueNow(3);
    const clock = new HeldClock();
    const [late] = (await instance(clock).take()).calls as [Call];
    clock.at += leaseMs;
    const [current] = (await instance(clock).take()).calls as [Call];
    await instance(clock).settle(late, { kind: 'failed', reason: 'timeout' });
    const leases = () => service.query('SELECT lease, attempts FROM carrier_tracking.poll_group');
    expect(await leases()).toEqual([{ lease: current.groups[0]?.lease, attempts: 2 }]);
    await instance(clock).settle(current, tellsNothing(current));
    expect(await leases()).toEqual([{ lease: null, attempts: 0 }]);
  });

  it('see at once that a stage has changed while its number was being asked about', async () => {
    await dueNow(3);
    const clock = new HeldClock();
    const [call] = (await instance(clock).take()).calls as [Call];
    await goesOn('A0', 'out_for_delivery', began + hour / 6);
    clock.at += 1_000;
    await instance(clock).settle(call, tellsNothing(call));
    expect((await instance(clock).take()).calls).toEqual([]);
    clock.at = began + hour / 6;
    const [sooner] = (await instance(clock).take()).calls as [Call];
    expect(askedIn(sooner)).toMatchObject([{ number: 'A0', stage: 'out_for_delivery' }]);
    clock.at += 2 * hour;
    await instance(clock).settle(sooner, tellsNothing(sooner));
    expect(numbersOf((await instance(clock).take()).calls)).toEqual(['A1', 'A2']);
  });

  it('find the number that spoils the answers about others, which do not wait for it', async () => {
    await dueNow(3);
    const clock = new HeldClock();
    const answeredAt = new Map<string, number>();
    for (let turn = 0; answeredAt.size < 2; turn += 1) {
      expect(turn).toBeLessThan(20);
      clock.at = Math.max(clock.at + 500, await nextDue());
      for (const call of (await instance(clock).take()).calls) {
        const isSpoilt = numbersOf([call]).includes('A1');
        if (!isSpoilt) for (const number of numbersOf([call])) answeredAt.set(number, clock.at);
        await instance(clock).settle(
          call,
          isSpoilt ? { kind: 'failed', reason: 'http_500' } : tellsNothing(call),
        );
      }
    }
    expect([...answeredAt.keys()].sort()).toEqual(['A0', 'A2']);
    for (const at of answeredAt.values()) expect(at).toBeLessThan(began + 10 * 60_000);
  });

  it('ask about no more numbers at once than a carrier takes, also where he took more before', async () => {
    await dueNow(3);
    const clock = new HeldClock();
    const [before] = (await instance(clock).take()).calls as [Call];
    await instance(clock).settle(before, { kind: 'postponed' });
    const smaller = instance(clock, { ...poller, ask: { ...poller.ask, batch: 2 } });
    const asked: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      clock.at += 1_000;
      const { calls } = await smaller.take();
      for (const call of calls) {
        expect(numbersOf([call]).length).toBeLessThanOrEqual(2);
        asked.push(...numbersOf([call]));
        await smaller.settle(call, tellsNothing(call));
      }
    }
    expect(asked.sort()).toEqual(['A0', 'A1', 'A2']);
  });

  it('ask no more about a number that has ended, and know what was told of it when it is heard of again', async () => {
    await dueNow(1);
    const clock = new HeldClock();
    const [first] = (await instance(clock).take()).calls as [Call];
    const told: CallResult = {
      ...{ kind: 'answered', strangers: 0, kept: new Set([0]), refused: new Set() },
      told: [{ kind: 'payload', body: Buffer.from('{}'), hash: 'what was told' }],
    };
    await instance(clock).settle(first, told);
    await goesOn('A0', 'ended', began + hour);
    clock.at += 3 * hour;
    const [last] = (await instance(clock).take()).calls as [Call];
    await instance(clock).settle(last, tellsNothing(last));
    expect(await service.query('SELECT FROM carrier_tracking.poll_group')).toEqual([]);
    clock.at += 24 * hour;
    expect((await instance(clock).take()).calls).toEqual([]);
    await goesOn('A0', 'returning', clock.at);
    const [again] = (await instance(clock).take()).calls as [Call];
    expect(askedIn(again)).toMatchObject([{ number: 'A0', stage: 'returning', hash: 'what was told' }]);
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
