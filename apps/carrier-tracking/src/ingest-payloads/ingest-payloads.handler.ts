import { Inject, Injectable } from '@nestjs/common';
import { carrierPayloadsTopic } from '@landfall/contracts';
import { Quarantine, type BatchContext } from '@landfall/messaging';
import type { PayloadReading } from '../carriers/payload-reader.ts';
import { PAYLOAD_READERS, type PayloadReaders } from '../carriers/payload-readers.ts';
import { PayloadKeys } from '../payloads/payload-keys.ts';
import { KeptScanStore } from '../persistence/kept-scan.store.ts';
import { MappingOverrideStore } from '../persistence/mapping-override.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitFanOutStore } from '../persistence/unit-fan-out.store.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import { deliveriesOf, keptScanKey, type KeptScan } from '../scans/kept-scan.ts';
import type { Registration } from '../scans/match-registrations.ts';
import type { MerchantCodes } from '../scans/merchant-codes.ts';
import type { CausedDelivery } from '../tell-scans/caused-delivery.ts';
import { ScanTeller } from '../tell-scans/scan-teller.ts';
import { DirectlyTold } from '../units/directly-told.ts';
import { fanOutsOf } from '../units/fan-outs-of.ts';
import { isUnitScan } from '../units/member-delivery.ts';
import { scansOfUnits } from '../units/scans-of-units.ts';
import { toldNumberOf, withToldNumbers } from '../units/told-number.ts';
import { CommittedScans } from './committed-scans.ts';
import { openPayload, type PayloadEvent } from './open-payload.ts';
import { ToldBeside } from './told-beside.ts';

/** A scan with the payload that told of it first. */
interface Told {
  scan: KeptScan;
  event: PayloadEvent;
}

/** A payload may tell hundreds of scans: a batch of them is read and kept in rounds of about so many scans. */
const scansPerRound = 2_000;

type Understood = Extract<PayloadReading, { kind: 'understood' }>;

/**
 * Reads payloads, drops the scans that are known, those that this process knows before they are read, and tells the parcels that
 * registered their numbers of the others. What was told of a transport unit, by its id or by its number, is left to the fan-out.
 */
@Injectable()
export class IngestPayloadsHandler {
  constructor(
    private readonly keys: PayloadKeys,
    @Inject(PAYLOAD_READERS) private readonly readers: PayloadReaders,
    private readonly numbers: TrackingNumberStore,
    private readonly scans: KeptScanStore,
    private readonly committed: CommittedScans,
    private readonly units: UnitStore,
    private readonly directly: DirectlyTold,
    private readonly overrides: MappingOverrideStore,
    private readonly fanOuts: UnitFanOutStore,
    private readonly teller: ScanTeller,
    private readonly quarantine: Quarantine,
  ) {}

  async apply(events: readonly PayloadEvent[], context: BatchContext): Promise<void> {
    const { tx } = context;
    this.committed.receive(events);
    const keys = await this.keys.ofDays(
      tx,
      events.map((event) => event.data.keyDay),
    );
    const deliveries: CausedDelivery[] = [];
    const beside = new ToldBeside();
    let told = new Map<string, Told>();
    const ofUnits = new Map<string, Told>();
    const ofNumbers: KeptScan[] = [];
    // Round after round in the order of numbers, which is that of their locks; one number's payloads as they came.
    const inOrder = events.toSorted((a, b) => compareNumbers(numberOf(a), numberOf(b)));
    for (const [index, event] of inOrder.entries()) {
      const { trackingNumber: number, onlyMerchant } = event.data;
      const isKnown = (scanId: string) => this.committed.has({ number, scanId, onlyMerchant });
      const reading = openPayload(event, keys, this.readers, isKnown);
      if (reading.kind === 'not_understood') await this.setAside(context, event, reading);
      else {
        for (const one of scansOf(event, reading)) rememberFirst(isUnitScan(one.scan) ? ofUnits : told, one);
        beside.add(event, reading);
      }
      const next = inOrder[index + 1];
      if (next && (told.size < scansPerRound || numberOf(next) === numberOf(event))) continue;
      const round = [...told.values()];
      deliveries.push(...(await this.keepNew(context, round, ofUnits, beside)));
      ofNumbers.push(...round.map(({ scan }) => scan));
      told = new Map();
    }
    // Behind all tracking numbers, also in the order of locks: what the rounds have left to units is among it.
    await this.keepNew(context, [...ofUnits.values()], ofUnits, beside);
    if (deliveries.length > 0) await this.teller.tell(context, deliveries);
    this.committed.addAfterCommit(tx, events, ofNumbers);
  }

  /** Keeps the scans that are not known; returns those that parcels are to be told of, and adds those of units to them. */
  private async keepNew(
    context: BatchContext,
    all: readonly Told[],
    ofUnits: Map<string, Told>,
    beside: ToldBeside,
  ): Promise<CausedDelivery[]> {
    if (all.length === 0) return [];
    const { tx } = context;
    const locked = await this.numbers.lock(tx, withToldNumbers(all.map(({ scan }) => scan.number)));
    const [known, registrations, units, codes] = await Promise.all([
      this.scans.knownAmong(
        tx,
        all.map(({ scan }) => scan),
      ),
      this.numbers.registrationsOf(
        tx,
        all.map(({ scan }) => scan.number),
      ),
      this.units.namedBy(tx, [...locked.ofUnits]),
      this.overrides.ofSenders(
        tx,
        all.map(({ scan }) => scan.sender),
      ),
    ]);
    const fresh = beside.goWith(
      all.filter(
        ({ scan }) =>
          !known.has(keptScanKey(scan)) && !happenedUntil(scan, locked.forgottenUntil.get(scan.number)),
      ),
    );
    const deliveries = await this.applyNew(context, fresh, registrations, codes);
    if (units.length === 0) return deliveries;
    const named = Map.groupBy(units, ({ toldAs }) => toldAs);
    for (const { scan, event } of fresh)
      for (const ofUnit of scansOfUnits(scan, named.get(toldNumberOf(scan.number)) ?? []))
        rememberFirst(ofUnits, { scan: ofUnit, event });
    return this.directly.claim(tx, deliveries, units);
  }

  private async applyNew(
    context: BatchContext,
    fresh: readonly Told[],
    registrations: ReadonlyMap<string, readonly Registration[]>,
    codes: MerchantCodes,
  ): Promise<CausedDelivery[]> {
    if (fresh.length === 0) return [];
    const { tx, now } = context;
    const kept: KeptScan[] = [];
    const deliveries: CausedDelivery[] = [];
    for (const { scan, event } of fresh) {
      const due = deliveriesOf(scan, registrations.get(scan.number) ?? [], codes);
      kept.push({ ...scan, parcels: due.map((delivery) => delivery.registration.parcelId) });
      deliveries.push(...due.map((delivery) => ({ delivery, cause: event })));
      if (!scan.time && scan.reading) await this.setScanAside(context, event, scan);
    }
    this.scans.store(tx, kept);
    this.fanOuts.add(tx, fanOutsOf(kept, now));
    this.numbers.heard(
      tx,
      kept.map(({ number }) => number),
    );
    return deliveries;
  }

  private setAside(
    context: BatchContext,
    event: PayloadEvent,
    { reason, detail }: { reason: string; detail: string },
  ): Promise<void> {
    return this.quarantineOf(context, event, ['carrier-payload', event.data.payloadId], reason, detail);
  }

  private setScanAside(context: BatchContext, event: PayloadEvent, scan: KeptScan): Promise<void> {
    const identity = ['scan', scan.number, scan.scanId, scan.onlyMerchant ?? ''];
    return this.quarantineOf(
      context,
      event,
      identity,
      'scan_without_time',
      `scan ${scan.scanId} (${scan.rawCode ?? 'no code'}) has no time that can be read`,
    );
  }

  /** Keeps the sealed body: it can be opened until its day's key is destroyed. */
  private async quarantineOf(
    { tx, now, emit }: BatchContext,
    event: PayloadEvent,
    identity: readonly string[],
    reason: string,
    detail: string,
  ): Promise<void> {
    const record = await this.quarantine.keep(tx, now, {
      identity,
      merchantId: event.merchantId,
      reason,
      detail,
      topic: carrierPayloadsTopic.name,
      partition: event.partition,
      offset: event.offset,
      key: event.subject,
      headers: {
        ce_id: event.id,
        ce_type: event.type,
        ...(event.merchantId && { ce_merchantid: event.merchantId }),
      },
      body: Buffer.from(JSON.stringify(event.data)),
    });
    emit(record, event);
  }
}

const numberOf = ({ data }: PayloadEvent): string => data.trackingNumber;
const compareNumbers = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const scansOf = (event: PayloadEvent, { scans, noScans, addressing }: Understood): Told[] =>
  [...scans.map(({ codeUnknown: _codeUnknown, ...scan }) => scan), ...noScans].map((scan) => ({
    event,
    scan: {
      ...scan,
      ...addressing,
      sender: event.data.sender,
      onlyMerchant: event.data.onlyMerchant,
      recordedAt: event.data.receivedAt,
      payloadId: event.data.payloadId,
      parcels: [],
    },
  }));

/** Whether a scan happened while those were made that are forgotten: it is one of them, told again. */
const happenedUntil = ({ time }: KeptScan, until: Date | undefined): boolean =>
  time !== null && until !== undefined && Date.parse(time.occurredAt) <= until.getTime();

const rememberFirst = (told: Map<string, Told>, one: Told): void => {
  const key = keptScanKey(one.scan);
  if (!told.has(key)) told.set(key, one);
};
