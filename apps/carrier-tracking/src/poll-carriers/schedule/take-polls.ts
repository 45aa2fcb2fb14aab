import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { SystemClock } from '@landfall/service-kit';
import { PollerStore } from '../../persistence/poller.store.ts';
import { PollStore, type LeasedPoll } from '../../persistence/poll.store.ts';
import { allow, charge } from '../limits/allowance.ts';
import type { Poller } from '../poller.ts';
import type { Call } from './call.ts';

/** Behind the longest that a call takes: what is left to keep and to settle its answer. */
const leaseMarginMs = 10_000;
/** How often somebody looks whether anything is due. */
const idleMs = 1_000;

export interface TakenCalls {
  readonly calls: readonly Call[];
  /** When to look again, epoch ms. */
  readonly lookAt: number;
}

/**
 * Takes the polls of a carrier that are due as far as his limits allow, in calls. Any number of instances take from him:
 * his row in Postgres holds what all of them may still do, and polls are leased. Who is killed leaves leases that run out,
 * and calls that count though nobody made them: rather fewer than the limits allow than more.
 */
@Injectable()
export class TakePolls {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pollers: PollerStore,
    private readonly polls: PollStore,
    private readonly clock: SystemClock,
  ) {}

  /** @param room calls that this process can make now, 1 or more */
  take(poller: Poller, room: number): Promise<TakenCalls> {
    return this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      const row = await this.pollers.lock(tx, poller.name);
      const now = this.clock.now().getTime();
      const allowed = allow(row.standing, poller.limits, now, room);
      if (allowed.calls === 0) return { calls: [], lookAt: allowed.lookAt };

      const leaseMs = poller.timeoutMs + leaseMarginMs;
      const leased = await this.polls.lease(tx, {
        poller: poller.name,
        carriers: [...poller.codes.keys()],
        lease: randomUUID(),
        limit: allowed.calls * Math.max(poller.ask.batch, poller.register?.batch ?? 0),
        now: new Date(now),
        until: new Date(now + leaseMs),
      });
      const parts = inCalls(poller, leased, Math.random());
      const calls = parts.slice(0, allowed.calls).map((part) => ({ poller, ...part, grantedAt: now }));
      this.polls.release(
        tx,
        parts.slice(allowed.calls).flatMap(({ polls }) => polls),
      );
      if (calls.length === 0) return { calls, lookAt: now + idleMs };
      const standing = charge(allowed.standing, calls.length, now, leaseMs);
      this.pollers.save(tx, poller.name, { ...row, standing });
      const lookAt =
        calls.length < allowed.calls ? now + idleMs : allow(standing, poller.limits, now, 1).lookAt;
      return { calls, lookAt };
    });
  }
}

/** Polls of one step each, as many as go together. @param draw decides whose turn it is first, the more the likelier */
const inCalls = (
  poller: Poller,
  leased: readonly LeasedPoll[],
  draw: number,
): Pick<Call, 'step' | 'polls'>[] => {
  const { register, ask } = poller;
  const known = register ? leased.filter(({ registered }) => registered) : leased;
  const unknown = register ? leased.filter(({ registered }) => !registered) : [];
  const asking = chunks(known, ask.batch).map((polls) => ({ step: 'ask' as const, polls }));
  const registering = chunks(unknown, register?.batch ?? 1).map((polls) => ({
    step: 'register' as const,
    polls,
  }));
  return draw * leased.length < known.length ? [...asking, ...registering] : [...registering, ...asking];
};

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
