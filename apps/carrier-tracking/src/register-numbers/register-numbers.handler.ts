import { Injectable } from '@nestjs/common';
import type { parcelsTopic } from '@landfall/contracts';
import type { BatchContext, ReceivedEvent } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { KeptScanStore } from '../persistence/kept-scan.store.ts';
import { MappingOverrideStore } from '../persistence/mapping-override.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitContentsStore } from '../persistence/unit-contents.store.ts';
import { UnitFanOutStore } from '../persistence/unit-fan-out.store.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import { PlanPolls } from '../poll-carriers/schedule/plan-polls.ts';
import { deliveriesOf, type KeptScan } from '../scans/kept-scan.ts';
import { claimedAt, type Registration } from '../scans/match-registrations.ts';
import { carrierKeyOf, normaliseNumber } from '../scans/tracking-number.ts';
import { ScanTeller, type CausedDelivery, type ParcelFacts } from '../tell-scans/scan-teller.ts';
import { DirectlyTold } from '../units/directly-told.ts';
import { withToldNumbers } from '../units/told-number.ts';

type ParcelEvent = ReceivedEvent<typeof parcelsTopic>;

/** A parcel's claim to a number, and the event that makes it. */
interface Claim {
  registration: Registration;
  event: ParcelEvent;
}

/** Takes note of the numbers that parcels are tracked by, and tells each parcel what was known of them, and of its units, before. */
@Injectable()
export class RegisterNumbersHandler {
  constructor(
    private readonly numbers: TrackingNumberStore,
    private readonly scans: KeptScanStore,
    private readonly teller: ScanTeller,
    private readonly contents: UnitContentsStore,
    private readonly fanOuts: UnitFanOutStore,
    private readonly units: UnitStore,
    private readonly directly: DirectlyTold,
    private readonly overrides: MappingOverrideStore,
    private readonly polls: PlanPolls,
  ) {}

  async apply(events: readonly ParcelEvent[], context: BatchContext): Promise<void> {
    const { tx, now } = context;
    const claims = events.flatMap(claimsOf);
    await this.teller.tell(context, await this.register(tx, claims), events.flatMap(factsOf));
    // Behind the parcels' locks: who has told a unit's scan meanwhile has seen their numbers, or is seen here.
    const inUnits = await this.contents.registered(
      tx,
      claims.map(({ registration }) => registration),
    );
    this.fanOuts.add(
      tx,
      inUnits.map((stretch) => ({ ...stretch, ofUnit: stretch.unitId, scanId: null, dueAt: now })),
    );
    await this.polls.registered(
      tx,
      claims.map(({ registration: { number, carrierKey } }) => ({ number, carrier: carrierKey })),
    );
  }

  /** Stores claims; returns what their parcels are to be told of scans that were known before. */
  private async register(tx: Transaction, claims: readonly Claim[]): Promise<CausedDelivery[]> {
    if (claims.length === 0) return [];
    const numbers = new Set(claims.map(({ registration }) => registration.number));
    const { ofUnits } = await this.numbers.lock(tx, withToldNumbers(numbers));
    this.numbers.register(
      tx,
      claims.map(({ registration }) => registration),
    );
    const kept = await this.scans.ofNumbers(tx, numbers);
    if (kept.length === 0) return [];

    const causes = new Map(claims.map(({ registration, event }) => [registration.number, event]));
    const [registrations, codes] = await Promise.all([
      this.numbers.registrationsOf(tx, numbers),
      this.overrides.ofSenders(
        tx,
        kept.map(({ sender }) => sender),
      ),
    ]);
    const told: KeptScan[] = [];
    const deliveries: CausedDelivery[] = [];
    for (const scan of kept) {
      const cause = causes.get(scan.number);
      const due = deliveriesOf(scan, registrations.get(scan.number) ?? [], codes);
      if (due.length === 0 || !cause) continue;
      told.push({ ...scan, parcels: [...scan.parcels, ...due.map((one) => one.registration.parcelId)] });
      deliveries.push(...due.map((delivery) => ({ delivery, cause })));
    }
    this.scans.store(tx, told);
    return this.directly.claim(tx, deliveries, await this.units.namedBy(tx, [...ofUnits]));
  }
}

const claimsOf = (event: ParcelEvent): Claim[] => {
  if (event.type !== 'parcel.registered' && event.type !== 'parcel.tracking_number_added') return [];
  const { data, merchantId } = event;
  const { parcelId } = data;
  const named = 'trackingNumbers' in data ? data.trackingNumbers : [data];
  const registeredAt = claimedAt(
    new Date('addedAt' in data ? data.addedAt : data.registeredAt),
    placedAtOf(data),
  );
  if (!merchantId) throw new Error('a parcel without a merchant');
  return named
    .map(({ trackingNumber, carrier }) => ({
      event,
      registration: {
        merchantId,
        parcelId,
        number: normaliseNumber(trackingNumber),
        trackingNumber,
        carrier,
        carrierKey: carrierKeyOf(carrier),
        registeredAt,
      },
    }))
    .filter(({ registration }) => registration.number !== '');
};

/** Null of what comes back or is sent in place of another: it goes its way long after its order. */
const placedAtOf = ({
  purpose = 'outbound',
  placedAt,
}: {
  purpose?: string;
  placedAt?: string;
}): Date | null => (placedAt === undefined || purpose !== 'outbound' ? null : new Date(placedAt));

/** A number that is added tells nothing new of its parcel, which is locked all the same. */
const factsOf = ({ type, data, merchantId }: ParcelEvent): ParcelFacts[] => {
  if (!merchantId) return [];
  if (type === 'parcel.registered')
    return [{ merchantId, parcelId: data.parcelId, originCountry: data.originCountry }];
  if (type === 'parcel.tracking_number_added')
    return [{ merchantId, parcelId: data.parcelId, originCountry: null }];
  return [];
};
