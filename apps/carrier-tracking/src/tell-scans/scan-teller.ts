import { Injectable } from '@nestjs/common';
import type { BatchContext } from '@landfall/messaging';
import { TrackedParcelStore, type ParcelChange } from '../persistence/tracked-parcel.store.ts';
import { ToldReadingStore } from '../persistence/told-reading.store.ts';
import { HandOverTeller } from '../tell-hand-overs/hand-over-teller.ts';
import type { CausedDelivery } from './caused-delivery.ts';
import { milestoneEvent } from './milestone-event.ts';

/** What was learned of a parcel. */
export interface ParcelFacts {
  merchantId: string;
  parcelId: string;
  originCountry: string | null;
}

/** Tells parcels' followers of scans, each parcel's in the order in which they happened, and of the hand-overs that go with them. */
@Injectable()
export class ScanTeller {
  constructor(
    private readonly parcels: TrackedParcelStore,
    private readonly told: ToldReadingStore,
    private readonly handOvers: HandOverTeller,
  ) {}

  /** @param facts stored before anything is told: they decide how customs scans are read */
  async tell(
    context: BatchContext,
    deliveries: readonly CausedDelivery[],
    facts: readonly ParcelFacts[] = [],
  ): Promise<void> {
    const { tx, emit } = context;
    const ofParcel = Map.groupBy(deliveries, ({ delivery }) => delivery.registration.parcelId);
    const parcels = await this.parcels.raise(tx, changesOf(deliveries, facts));
    this.told.note(
      tx,
      deliveries.map(({ delivery }) => delivery).filter(({ revision }) => revision === 0),
    );
    for (const [parcelId, its] of ofParcel) {
      const parcel = parcels.get(parcelId);
      if (!parcel) throw new Error(`unreachable: parcel ${parcelId} was raised`);
      const before = parcel.version - its.length;
      its.sort(byTime).forEach(({ delivery, cause }, index) => {
        emit(milestoneEvent(delivery, before + index + 1, parcel.originCountry), cause);
      });
    }
    await this.handOvers.tell(context, deliveries);
  }
}

const changesOf = (deliveries: readonly CausedDelivery[], facts: readonly ParcelFacts[]): ParcelChange[] => {
  const changes = new Map<string, ParcelChange>();
  const changeOf = ({ merchantId, parcelId }: { merchantId: string; parcelId: string }) => {
    const key = `${merchantId} ${parcelId}`;
    const change = changes.get(key) ?? { merchantId, parcelId, events: 0, originCountry: null };
    changes.set(key, change);
    return change;
  };
  for (const fact of facts) {
    const change = changeOf(fact);
    change.originCountry = fact.originCountry ?? change.originCountry;
  }
  for (const { delivery } of deliveries) changeOf(delivery.registration).events += 1;
  return [...changes.values()];
};

const instantOf = ({ delivery }: CausedDelivery): number => Date.parse(delivery.scan.time?.occurredAt ?? '');

const byTime = (a: CausedDelivery, b: CausedDelivery): number =>
  instantOf(a) - instantOf(b) || (a.delivery.scan.scanId < b.delivery.scan.scanId ? -1 : 1);
