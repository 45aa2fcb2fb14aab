import { Inject, Injectable } from '@nestjs/common';
import { KnownMerchants } from '@landfall/messaging';
import { UnitOfWork } from '@landfall/persistence';
import { SystemClock } from '@landfall/service-kit';
import { PollerStore } from '../../persistence/poller.store.ts';
import { TrackingNumberStore, type RegistrationKey } from '../../persistence/tracking-number.store.ts';
import { POLLERS, type Poller } from '../poller.ts';
import { PlanPolls } from './plan-polls.ts';

/** Numbers in one transaction. */
const perStep = 1_000;

/** Has a carrier who is polled from now on asked about numbers that were registered before, in small steps, once. */
@Injectable()
export class AdoptNumbers {
  constructor(
    @Inject(POLLERS) private readonly pollers: readonly Poller[],
    private readonly unitOfWork: UnitOfWork,
    private readonly merchants: KnownMerchants,
    private readonly numbers: TrackingNumberStore,
    private readonly store: PollerStore,
    private readonly plan: PlanPolls,
    private readonly clock: SystemClock,
  ) {}

  /** What is left when the signal ends it is done at the next start. */
  async adopt(signal: AbortSignal): Promise<void> {
    for (const poller of this.pollers) await this.adoptFor(poller, signal);
  }

  private async adoptFor({ name, codes, pace }: Poller, signal: AbortSignal): Promise<void> {
    const carriers = [...codes.keys()].sort();
    const known = await this.unitOfWork.run({ pool: 'http', merchants: [] }, (tx) =>
      this.store.adoptedFor(tx, name),
    );
    if (known === carriers.join(' ')) return;
    const since = new Date(this.clock.now().getTime() - pace.silence.giveUpAfter);
    for (let after: RegistrationKey | undefined | null = null; after !== undefined;) {
      if (signal.aborted) return;
      after = await this.step(carriers, since, after);
    }
    await this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) =>
      this.store.adopted(tx, name, carriers.join(' ')),
    );
  }

  /** Goes on behind a registration; returns the last one that it came to, undefined at the end. */
  private step(
    carriers: readonly string[],
    since: Date,
    after: RegistrationKey | null,
  ): Promise<RegistrationKey | undefined> {
    return this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      await this.merchants.admitAll(tx);
      const some = await this.numbers.underWay(tx, { carriers, since, after, limit: perStep });
      await this.plan.adopted(tx, some);
      return some.length < perStep ? undefined : some.at(-1);
    });
  }
}
