import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Transaction } from '@landfall/persistence';
import { SystemClock } from '@landfall/service-kit';
import { PollGroupStore, type DueGroup } from '../../persistence/poll-group.store.ts';
import { PollerStore } from '../../persistence/poller.store.ts';
import { allow, charge } from '../limits/allowance.ts';
import { capacityOf, type Poller } from '../poller.ts';
import type { Call } from './call.ts';
import { PlaceWanted } from './place-wanted.ts';
import { planCalls } from './plan-calls.ts';

/** Behind the longest that a call takes: what is left to keep and to settle its answer. */
const leaseMarginMs = 10_000;
/** How often somebody looks whether anything is due. */
const idleMs = 1_000;

export interface TakenCalls {
  readonly calls: readonly Call[];
  /** When to look again, epoch ms. */
  readonly lookAt: number;
}

/** Groups of one step that go into one call. */
interface Planned {
  readonly step: Call['step'];
  readonly groups: readonly DueGroup[];
}

/**
 * Takes the polls of a carrier that are due as far as his limits allow, in calls. Any number of instances take from him:
 * his row in Postgres holds what all of them may still do, and groups are leased. Who is killed leaves leases that run out,
 * and calls that count though nobody made them: rather fewer than the limits allow than more.
 */
@Injectable()
export class TakePolls {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pollers: PollerStore,
    private readonly groups: PollGroupStore,
    private readonly wanted: PlaceWanted,
    private readonly clock: SystemClock,
  ) {}

  /** @param room calls that this process can make now, 1 or more */
  take(poller: Poller, room: number): Promise<TakenCalls> {
    return this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      const row = await this.pollers.lock(tx, poller.name);
      const now = this.clock.now().getTime();
      const isMoreWanted = await this.wanted.place(tx, poller, new Date(now));
      const allowed = allow(row.standing, poller.limits, now, room);
      const planned = allowed.calls === 0 ? [] : await this.plan(tx, poller, allowed.calls, now);
      if (planned.length === 0) {
        const idleUntil = allowed.calls === 0 ? allowed.lookAt : now + idleMs;
        return { calls: [], lookAt: isMoreWanted ? now : idleUntil };
      }
      const leaseMs = poller.timeoutMs + leaseMarginMs;
      const calls = await this.lease(tx, poller, planned, now, now + leaseMs);
      const standing = charge(allowed.standing, calls.length, now, leaseMs);
      this.pollers.save(tx, poller.name, { ...row, standing });
      const lookAt =
        calls.length < allowed.calls ? now + idleMs : allow(standing, poller.limits, now, 1).lookAt;
      return { calls, lookAt };
    });
  }

  /** At random those who are asked about or those who are to be registered first, the more the likelier. */
  private async plan(tx: Transaction, poller: Poller, most: number, now: number): Promise<Planned[]> {
    const [asking, registering] = await Promise.all([
      this.planStep(tx, poller, true, most, now),
      this.planStep(tx, poller, false, most, now),
    ]);
    const [asked, all] = [sizeOf(asking), sizeOf([...asking, ...registering])];
    const inTurn = Math.random() * all < asked ? [...asking, ...registering] : [...registering, ...asking];
    return inTurn.slice(0, most);
  }

  private async planStep(
    tx: Transaction,
    poller: Poller,
    registered: boolean,
    most: number,
    now: number,
  ): Promise<Planned[]> {
    const of = { poller: poller.name, carriers: [...poller.codes.keys()], registered, now: new Date(now) };
    const step = registered || !poller.register ? 'ask' : 'register';
    for (let limit = most + 1; ; limit *= 4) {
      const due = await this.groups.due(tx, { ...of, limit });
      const { calls, isFull } = planCalls(due, most, capacityOf(poller, { registered }));
      if (isFull || due.length < limit) return calls.map((groups) => ({ step, groups }));
    }
  }

  private async lease(
    tx: Transaction,
    poller: Poller,
    planned: readonly Planned[],
    now: number,
    until: number,
  ): Promise<Call[]> {
    const ids = planned.flatMap(({ groups }) => groups.map(({ id }) => id));
    const leased = await this.groups.lease(tx, ids, { lease: randomUUID(), until: new Date(until) });
    const byId = new Map(leased.map((group) => [group.id, group]));
    return planned.map(({ step, groups }) => ({
      poller,
      step,
      groups: groups.flatMap(({ id }) => byId.get(id) ?? []),
      grantedAt: now,
    }));
  }
}

const sizeOf = (planned: readonly Planned[]): number =>
  planned.reduce((sum, { groups }) => groups.reduce((of, { size }) => of + size, sum), 0);
