import { Injectable } from '@nestjs/common';
import type { parcelsTopic } from '@landfall/contracts';
import type { BatchContext, ReceivedEvent } from '@landfall/messaging';
import { KeptScanStore } from '../persistence/kept-scan.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { deliveriesOf, type KeptScan } from '../scans/kept-scan.ts';
import type { Registration } from '../scans/match-registrations.ts';
import { carrierKeyOf, normaliseNumber } from '../scans/tracking-number.ts';
import { ScanTeller, type CausedDelivery, type ParcelFacts } from '../tell-scans/scan-teller.ts';

type ParcelEvent = ReceivedEvent<typeof parcelsTopic>;

/** Takes note of the numbers that parcels are tracked by, and tells each parcel what was known of them before. */
@Injectable()
export class RegisterNumbersHandler {
  constructor(
    private readonly numbers: TrackingNumberStore,
    private readonly scans: KeptScanStore,
    private readonly teller: ScanTeller,
  ) {}

  async apply(events: readonly ParcelEvent[], context: BatchContext): Promise<void> {
    const { tx } = context;
    const claims = events.flatMap(claimsOf);
    const facts = events.flatMap(factsOf);
    if (claims.length === 0) return this.teller.tell(context, [], facts);

    const numbers = new Set(claims.map(({ registration }) => registration.number));
    await this.numbers.lock(tx, numbers);
    this.numbers.register(
      tx,
      claims.map(({ registration }) => registration),
    );
    const kept = await this.scans.ofNumbers(tx, numbers);
    if (kept.length === 0) return this.teller.tell(context, [], facts);

    const causes = new Map(claims.map(({ registration, event }) => [registration.number, event]));
    const registrations = await this.numbers.registrationsOf(tx, numbers);
    const told: KeptScan[] = [];
    const deliveries: CausedDelivery[] = [];
    for (const scan of kept) {
      const cause = causes.get(scan.number);
      const due = deliveriesOf(scan, registrations.get(scan.number) ?? []);
      if (due.length === 0 || !cause) continue;
      told.push({ ...scan, parcels: [...scan.parcels, ...due.map((one) => one.registration.parcelId)] });
      deliveries.push(...due.map((delivery) => ({ delivery, cause })));
    }
    this.scans.store(tx, told);
    await this.teller.tell(context, deliveries, facts);
  }
}

const claimsOf = (event: ParcelEvent): { registration: Registration; event: ParcelEvent }[] => {
  if (event.type !== 'parcel.registered' && event.type !== 'parcel.tracking_number_added') return [];
  const { data, merchantId } = event;
  const { parcelId } = data;
  const named = 'trackingNumbers' in data ? data.trackingNumbers : [data];
  const registeredAt = new Date('addedAt' in data ? data.addedAt : data.registeredAt);
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

const factsOf = ({ type, data, merchantId }: ParcelEvent): ParcelFacts[] =>
  type === 'parcel.registered' && merchantId
    ? [{ merchantId, parcelId: data.parcelId, originCountry: data.originCountry }]
    : [];
