import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Transaction } from '@landfall/persistence';
import { SystemClock } from '@landfall/service-kit';
import { PollGroupStore } from '../../persistence/poll-group.store.ts';
import { PollerStore } from '../../persistence/poller.store.ts';
import { PollStore } from '../../persistence/poll.store.ts';
import { learn } from '../limits/allowance.ts';
import type { Poller } from '../poller.ts';
import { ArrangeGroups } from './arrange-groups.ts';
import type { MadeCall } from './call.ts';
import { counted, outcomeOf, type SettledGroup } from './outcome-of.ts';
import { instantIn, regroupAll } from './regroup-all.ts';

/** Notes what has come of calls to one carrier: when their numbers are asked about again, and whether he is well. */
@Injectable()
export class SettlePolls {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pollers: PollerStore,
    private readonly polls: PollStore,
    private readonly groups: PollGroupStore,
    private readonly groupings: ArrangeGroups,
    private readonly clock: SystemClock,
  ) {}

  settle(poller: Poller, made: readonly MadeCall[]): Promise<void> {
    return this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      let { standing, figures } = await this.pollers.lock(tx, poller.name);
      const now = this.clock.now().getTime();
      const outcomes = made.map((one) => outcomeOf(one, now));
      for (const { verdict } of outcomes)
        if (verdict) standing = learn(standing, verdict, now, Math.random());
      for (const one of made) figures = counted(figures, one, now);
      this.groups.release(
        tx,
        outcomes.flatMap(({ released }) => released),
      );
      await this.regroup(
        tx,
        poller,
        outcomes.flatMap(({ settled }) => settled),
      );
      this.pollers.save(tx, poller.name, { standing, figures });
    });
  }

  private async regroup(tx: Transaction, poller: Poller, settled: readonly SettledGroup[]): Promise<void> {
    if (settled.length === 0) return;
    const held = await this.groups.held(
      tx,
      settled.map(({ group }) => group),
    );
    const { groups, sparse, homeless, apart, ended } = regroupAll(
      poller,
      settled.filter(({ group }) => held.has(group.id)),
      Math.random,
    );
    const places = await this.groupings.arrange(tx, poller, {
      groups: [...groups, ...apart],
      sparse,
      homeless,
      pick: (fate) => instantIn(fate, Math.random()),
    });
    const moved = homeless.flatMap(({ carrier, known: { number }, from }, index) => {
      const groupId = places[index]?.id;
      return groupId === undefined || groupId === from ? [] : [{ carrier, number, groupId }];
    });
    const parted = apart.flatMap(({ id: groupId, carrier, numbers }) =>
      numbers.map(({ number }) => ({ carrier, number, groupId })),
    );
    this.polls.move(tx, poller.name, [...moved, ...parted], ended);
  }
}
