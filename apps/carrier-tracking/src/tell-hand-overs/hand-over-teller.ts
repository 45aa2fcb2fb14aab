import { Injectable } from '@nestjs/common';
import type { BatchContext } from '@landfall/messaging';
import { TrackedParcelStore } from '../persistence/tracked-parcel.store.ts';
import type { CausedDelivery } from '../tell-scans/caused-delivery.ts';
import { handOverEvent } from './hand-over-event.ts';
import { handOverKey, handOversFor } from './hand-overs-for.ts';

/** Tells of the numbers under which other companies carry parcels on. */
@Injectable()
export class HandOverTeller {
  constructor(private readonly parcels: TrackedParcelStore) {}

  /**
   * Tells of each hand-over once; of numbers that their parcels are registered with, never.
   * @param deliveries to parcels that are locked
   */
  async tell({ tx, emit }: BatchContext, deliveries: readonly CausedDelivery[]): Promise<void> {
    const handOvers = handOversFor(deliveries.map(({ delivery }) => delivery));
    if (handOvers.length === 0) return;
    const causes = new Map(deliveries.map(({ delivery, cause }) => [delivery, cause]));
    const byKey = new Map(
      handOvers.map((one) => [`${one.delivery.registration.parcelId} ${handOverKey(one)}`, one]),
    );
    const fresh = await this.parcels.handOver(
      tx,
      handOvers.map((one) => ({
        ...one.delivery.registration,
        number: one.number,
        key: handOverKey(one),
      })),
    );
    for (const { parcelId, version, keys } of fresh)
      for (const [index, key] of keys.entries()) {
        const handOver = byKey.get(`${parcelId} ${key}`);
        if (!handOver) throw new Error(`unreachable: ${key} was given for parcel ${parcelId}`);
        emit(handOverEvent(handOver, version - keys.length + index + 1), causes.get(handOver.delivery));
      }
  }
}
