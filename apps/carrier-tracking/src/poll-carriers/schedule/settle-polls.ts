import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { SystemClock } from '@landfall/service-kit';
import { PollerStore } from '../../persistence/poller.store.ts';
import { PollStore } from '../../persistence/poll.store.ts';
import { learn } from '../limits/allowance.ts';
import type { MadeCall } from './call.ts';
import { counted, outcomeOf } from './outcome-of.ts';

/** Notes what has come of calls to one carrier: when their numbers are asked about again, and whether he is well. */
@Injectable()
export class SettlePolls {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pollers: PollerStore,
    private readonly polls: PollStore,
    private readonly clock: SystemClock,
  ) {}

  settle(name: string, made: readonly MadeCall[]): Promise<void> {
    return this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      let { standing, figures } = await this.pollers.lock(tx, name);
      const now = this.clock.now().getTime();
      const outcomes = made.map((one) => outcomeOf(one, now, Math.random));
      for (const { verdict } of outcomes)
        if (verdict) standing = learn(standing, verdict, now, Math.random());
      for (const one of made) figures = counted(figures, one, now);
      this.polls.settle(
        tx,
        outcomes.flatMap(({ settled }) => settled),
      );
      this.polls.release(
        tx,
        outcomes.flatMap(({ released }) => released),
      );
      this.pollers.save(tx, name, { standing, figures });
    });
  }
}
