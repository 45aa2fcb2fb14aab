import type { PayloadReading } from '../../apps/carrier-tracking/src/carriers/payload-reader.ts';
import type { KeptScan } from '../../apps/carrier-tracking/src/scans/kept-scan.ts';
import type { Registration } from '../../apps/carrier-tracking/src/scans/match-registrations.ts';
import type { UnitScan } from '../../apps/carrier-tracking/src/units/member-delivery.ts';
import type { Scan } from '../../apps/exception-detection/src/track-parcel/parcel-record.ts';
import { compiled } from '../stack/compiled.ts';
import { merchantId, type Detector } from './detector.ts';
import { toldScan } from './told-scan.ts';

const { matchRegistrations } = await compiled('carrier-tracking/scans/match-registrations');
const { MerchantCodes } = await compiled('carrier-tracking/scans/merchant-codes');
const { carrierKeyOf, normaliseNumber } = await compiled('carrier-tracking/scans/tracking-number');
const { isUnitScan, memberDelivery } = await compiled('carrier-tracking/units/member-delivery');

interface Unit {
  readonly flightOrVoyage: string | null;
  readonly members: Set<string>;
  readonly scans: UnitScan[];
}

/** A scan and the parcels that were told of it. */
interface Kept {
  readonly scan: KeptScan;
  readonly told: Set<string>;
}

/** carrier-tracking without its tables and topics: drops what it knows, and tells parcels of the rest at once. */
export class Tracking {
  readonly #detector: Detector;
  readonly #byNumber = new Map<string, Registration[]>();
  readonly #byParcel = new Map<string, Registration[]>();
  readonly #kept = new Map<string, Kept[]>();
  readonly #known = new Set<string>();
  readonly #units = new Map<string, Unit>();

  constructor(detector: Detector) {
    this.#detector = detector;
  }

  claim(parcelId: string, { trackingNumber, carrier }: { trackingNumber: string; carrier: string }): void {
    const number = normaliseNumber(trackingNumber);
    const claim: Registration = {
      merchantId,
      parcelId,
      number,
      trackingNumber,
      carrier,
      carrierKey: carrierKeyOf(carrier),
      registeredAt: new Date(this.#detector.now),
    };
    this.#byNumber.set(number, [...(this.#byNumber.get(number) ?? []), claim]);
    this.#byParcel.set(parcelId, [...(this.#byParcel.get(parcelId) ?? []), claim]);
    this.#deliver(number, this.#kept.get(number) ?? []);
  }

  /** @throws Error for a payload that is not understood */
  take(reading: PayloadReading, sender: string, onlyMerchant: string | null): void {
    if (reading.kind === 'not_understood') throw new Error(`${reading.reason}: ${reading.detail}`);
    const recordedAt = new Date(this.#detector.now).toISOString();
    const fresh: Kept[] = [];
    for (const { codeUnknown: _codeUnknown, ...one } of reading.scans) {
      const name = `${sender} ${one.number} ${one.scanId}`;
      if (this.#known.has(name)) continue;
      this.#known.add(name);
      const about = { sender, onlyMerchant, recordedAt, payloadId: '', parcels: [] };
      const scan: KeptScan = { ...one, ...reading.addressing, ...about };
      if (isUnitScan(scan)) this.#takeOfUnit(scan);
      else fresh.push({ scan, told: new Set() });
    }
    this.#kept.set(reading.number, [...(this.#kept.get(reading.number) ?? []), ...fresh]);
    this.#deliver(reading.number, fresh);
  }

  book(unitId: string, flightOrVoyage: string | null): void {
    this.#units.set(unitId, { flightOrVoyage, members: new Set(), scans: [] });
  }

  /** @throws Error for a unit that is not known */
  fill(unitId: string, parcelIds: readonly string[]): void {
    const unit = this.#unit(unitId);
    for (const parcelId of parcelIds) {
      if (unit.members.has(parcelId)) continue;
      unit.members.add(parcelId);
      this.#tellMember(parcelId, unit, unit.scans);
    }
  }

  #unit(unitId: string): Unit {
    const unit = this.#units.get(unitId);
    if (!unit) throw new Error(`unit ${unitId} is not known`);
    return unit;
  }

  #takeOfUnit(scan: UnitScan): void {
    const unit = this.#unit(scan.unit.unitId);
    unit.scans.push(scan);
    for (const parcelId of unit.members) this.#tellMember(parcelId, unit, [scan]);
  }

  #tellMember(parcelId: string, { flightOrVoyage }: Unit, scans: readonly UnitScan[]): void {
    const told = scans.flatMap((scan) => {
      const claims = this.#byParcel.get(parcelId) ?? [];
      const delivery = memberDelivery(scan, flightOrVoyage, claims, new MerchantCodes());
      return delivery ? [toldScan(delivery.scan, delivery.registration, delivery.unit)] : [];
    });
    if (told.length > 0) this.#detector.scan(parcelId, told);
  }

  #deliver(number: string, kept: readonly Kept[]): void {
    const byParcel = new Map<string, Scan[]>();
    for (const { scan, told } of kept) {
      if (!scan.time) continue;
      const matchable = { ...scan, occurredAt: new Date(scan.time.occurredAt) };
      for (const claim of matchRegistrations(matchable, this.#byNumber.get(number) ?? [])) {
        if (told.has(claim.parcelId)) continue;
        told.add(claim.parcelId);
        byParcel.set(claim.parcelId, [...(byParcel.get(claim.parcelId) ?? []), toldScan(scan, claim)]);
      }
    }
    for (const [parcelId, scans] of byParcel) this.#detector.scan(parcelId, scans);
  }
}
