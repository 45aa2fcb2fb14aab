import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import {
  UnitContentsStore,
  type AwaitedNumber,
  type NewMember,
  type UnitKey,
} from '../persistence/unit-contents.store.ts';
import { UnitFanOutStore } from '../persistence/unit-fan-out.store.ts';
import type { Registration } from '../scans/match-registrations.ts';
import { carrierKeyOf, normaliseNumber } from '../scans/tracking-number.ts';
import type { AwaitedContents } from './contents.response.ts';

export interface NamedParcels {
  parcelIds: readonly string[];
  trackingNumbers: readonly string[];
}

/** A parcel in a unit, by a number of it. */
export interface NamedByNumber {
  unitId: string;
  /** Normalised. */
  number: string;
  /** Tells apart the parcels that have the same number; null: it was not told. */
  carrier: string | null;
  weightGrams: number | null;
}

/** Puts parcels in units; what was told of these, and of what they are in, they will hear. */
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
    { merchantId, unitId }: UnitKey,
    { parcelIds, trackingNumbers }: NamedParcels,
    now: Date,
  ): Promise<AwaitedContents> {
    const named = new Set(parcelIds.map((id) => id.toLowerCase()));
    const numbers = trackingNumbers.map((trackingNumber) => ({
      unitId,
      number: normaliseNumber(trackingNumber),
      carrier: null,
      weightGrams: null,
    }));
    if (numbers.length > 0)
      await this.numbers.lock(
        tx,
        numbers.map(({ number }) => number),
      );
    const known = await this.putByNumber(tx, merchantId, numbers, now);
    await this.putMembers(
      tx,
      merchantId,
      [...named].map((parcelId) => ({ unitId, parcelId, weightGrams: null })),
      now,
    );
    return {
      parcelIds: await this.numbers.unregistered(tx, merchantId, [...named]),
      trackingNumbers: trackingNumbers.filter((number) => !known.has(normaliseNumber(number))),
    };
  }

  /**
   * Puts the parcels of numbers in units. The numbers are locked; those that no parcel of the merchant's is registered with
   * are awaited.
   * @returns the numbers that one is registered with
   */
  async putByNumber(
    tx: Transaction,
    merchantId: string,
    named: readonly NamedByNumber[],
    now: Date,
  ): Promise<ReadonlySet<string>> {
    if (named.length === 0) return new Set();
    const registrations = await this.numbers.registrationsOf(
      tx,
      named.map(({ number }) => number),
    );
    const members: NewMember[] = [];
    const awaited: AwaitedNumber[] = [];
    for (const { unitId, number, carrier, weightGrams } of named) {
      const own = (registrations.get(number) ?? []).filter((one) => one.merchantId === merchantId);
      const parcelId = parcelMeant(own, carrier);
      if (parcelId === undefined) awaited.push({ unitId, number, weightGrams });
      else members.push({ unitId, parcelId, weightGrams });
    }
    this.contents.awaitNumbers(tx, merchantId, awaited);
    await this.putMembers(tx, merchantId, members, now);
    const unknown = new Set(awaited.map(({ number }) => number));
    return new Set(named.map(({ number }) => number).filter((number) => !unknown.has(number)));
  }

  private async putMembers(
    tx: Transaction,
    merchantId: string,
    members: readonly NewMember[],
    now: Date,
  ): Promise<void> {
    const added = await this.contents.add(tx, merchantId, members);
    this.fanOuts.add(
      tx,
      added.map((stretch) => ({ ...stretch, ofUnit: stretch.unitId, scanId: null, dueAt: now })),
    );
  }
}

/** The parcel that is registered last, with the carrier that is named where there is one. */
const parcelMeant = (registrations: readonly Registration[], carrier: string | null): string | undefined => {
  const ofCarrier = registrations.filter(
    ({ carrierKey }) => carrier !== null && carrierKey === carrierKeyOf(carrier),
  );
  return (ofCarrier.length > 0 ? ofCarrier : registrations)
    .toSorted((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime())
    .at(-1)?.parcelId;
};
