import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitContentsStore, type UnitKey } from '../persistence/unit-contents.store.ts';
import { UnitFanOutStore } from '../persistence/unit-fan-out.store.ts';
import { normaliseNumber } from '../scans/tracking-number.ts';
import type { AwaitedContents } from './contents.response.ts';

export interface NamedParcels {
  parcelIds: readonly string[];
  trackingNumbers: readonly string[];
}

/** Puts parcels in a unit; what was told of it, and of what it is in, they will hear. */
@Injectable()
export class PutParcels {
  constructor(
    private readonly contents: UnitContentsStore,
    private readonly numbers: TrackingNumberStore,
    private readonly fanOuts: UnitFanOutStore,
  ) {}

  /** @returns what no parcel of the merchant's is registered with: it is put in when one is */
  async put(
    tx: Transaction,
    into: UnitKey,
    { parcelIds, trackingNumbers }: NamedParcels,
    now: Date,
  ): Promise<AwaitedContents> {
    const named = new Set(parcelIds.map((id) => id.toLowerCase()));
    const parcelOf = await this.parcelsOf(tx, into.merchantId, trackingNumbers.map(normaliseNumber));
    const awaited = trackingNumbers.filter((number) => !parcelOf.has(normaliseNumber(number)));
    this.contents.awaitNumbers(tx, into, [...new Set(awaited.map(normaliseNumber))]);
    const added = await this.contents.add(tx, into, [...new Set([...named, ...parcelOf.values()])]);
    if (added) this.fanOuts.add(tx, [{ ...into, ...added, ofUnit: into.unitId, scanId: null, dueAt: now }]);
    return {
      parcelIds: await this.numbers.unregistered(tx, into.merchantId, [...named]),
      trackingNumbers: awaited,
    };
  }

  /** The merchant's parcels by the numbers that they are registered with; by a number that is used again its last one. */
  private async parcelsOf(
    tx: Transaction,
    merchantId: string,
    numbers: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    if (numbers.length === 0) return new Map();
    await this.numbers.lock(tx, numbers);
    const registrations = await this.numbers.registrationsOf(tx, numbers);
    return new Map(
      [...registrations.values()]
        .flat()
        .filter((registration) => registration.merchantId === merchantId)
        .sort((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime())
        .map(({ number, parcelId }) => [number, parcelId]),
    );
  }
}
