import { Injectable } from '@nestjs/common';
import type { parcelStatesTopic } from '@landfall/contracts';
import type { BatchContext, ReceivedEvent } from '@landfall/messaging';
import { TrackedParcelStore } from '../persistence/tracked-parcel.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { stageOf } from '../poll-carriers/pace/stage.ts';
import { PlanPolls } from '../poll-carriers/schedule/plan-polls.ts';

type StateEvent = ReceivedEvent<typeof parcelStatesTopic>;

/**
 * Learns how far parcels are, which decides how often carriers are asked about their numbers. It is kept also while nobody is
 * asked: who is polled later must not be asked about what was delivered long before.
 */
@Injectable()
export class FollowParcelsHandler {
  constructor(
    private readonly parcels: TrackedParcelStore,
    private readonly numbers: TrackingNumberStore,
    private readonly plan: PlanPolls,
  ) {}

  async apply(events: readonly StateEvent[], { tx }: BatchContext): Promise<void> {
    const told = new Map<string, { merchantId: string; parcelId: string; stage: string }>();
    for (const { merchantId, data } of events) {
      if (merchantId === null) throw new Error('a parcel without a merchant');
      told.set(`${merchantId} ${data.parcelId}`, {
        merchantId,
        parcelId: data.parcelId,
        stage: stageOf(data),
      });
    }
    const changed = new Set(await this.parcels.stage(tx, [...told.values()]));
    if (changed.size === 0 || !this.plan.isNeeded) return;
    // Behind the parcels' locks: a registration that is not seen here sees the stages when it has the locks.
    const registrations = await this.numbers.registrationsOfParcels(
      tx,
      [...told.values()].filter(({ parcelId }) => changed.has(parcelId)),
    );
    const numbers = [...registrations.values()]
      .flat()
      .map(({ number, carrierKey }) => ({ number, carrier: carrierKey }))
      .filter((one) => this.plan.concerns(one));
    if (numbers.length === 0) return;
    await this.numbers.admitHolders(
      tx,
      numbers.map(({ number }) => number),
    );
    await this.plan.restaged(tx, numbers);
  }
}
