import { scanIdOf } from '../../scans/scan-id.ts';
import type { HandOver, Reading, Scan } from '../../scans/scan.ts';
import { carrierKeyOf, normaliseNumber } from '../../scans/tracking-number.ts';
import type {
  AboutPayload,
  NoScan,
  PayloadReader,
  PayloadReading,
  ReadScan,
  Subject,
} from '../payload-reader.ts';
import { decodeText, withUtf8Prolog } from './bodies/decode-text.ts';
import { parseJson } from './bodies/parse-json.ts';
import { parseXml, type Spans } from './bodies/parse-xml.ts';
import { splitJson, splitXml } from './bodies/split-body.ts';
import { UnreadableBody } from './bodies/unreadable-body.ts';
import { cleanText } from './clean-text.ts';
import { countryOf } from './country-of.ts';
import { holds } from './expressions/expression.ts';
import type { Mapping, ProofSource, WeightSource } from './mapping.ts';
import { meaningOf, type FoundBy } from './meaning-of.ts';
import { timeOf, toldTime, toldTimes, type ToldTime } from './read-time.ts';
import { readTime } from './scan-time.ts';
import { gramsOf } from './weight.ts';

/** Events of one parcel; real ones have a hundred at most. */
const mostEvents = 5_000;

/** Parcels of one answer; senders that answer for many have forty. */
const mostParcels = 500;

/** Other companies' numbers of one parcel; real ones have two at most. */
const mostHandOvers = 20;

/** What an answer tells of one tracking number; without a subject it names none. */
export interface PayloadPart {
  subject: Subject | undefined;
  body: Buffer;
}

/** An event as it was found; without a reading it is no scan. */
export interface ReadEvent extends Omit<ReadScan, 'reading'> {
  reading: Reading | null;
  told: ToldEvent;
}

/** What an event was read from, for whoever writes its sender's file. */
export interface ToldEvent {
  words: string;
  /** The tellings of its time that are not empty. */
  times: readonly string[];
  foundBy: FoundBy;
}

/** An event as its sender wrote it; '' where he wrote nothing. */
interface WrittenEvent {
  scanId: string;
  codes: readonly string[];
  times: readonly ToldTime[];
  description: string;
  country: string;
  city: string;
  facility: string;
}

/** What was read of one parcel. */
export type EventReading =
  | (Omit<Extract<PayloadReading, { kind: 'understood' }>, 'scans' | 'noScans'> & { events: ReadEvent[] })
  | Extract<PayloadReading, { kind: 'not_understood' }>;

/** Reads the payloads of any sender, by his mapping file. */
export class MappedPayloadReader implements PayloadReader {
  readonly sender: string;
  readonly mapping: Mapping;

  constructor(mapping: Mapping) {
    this.mapping = mapping;
    this.sender = mapping.sender;
  }

  parse(body: Buffer): unknown {
    return this.parseText(decodeText(body));
  }

  /**
   * A body as it is kept: once for each tracking number in it, of which each part has only what is told of that.
   * @param charset of Content-Type
   * @param number of the parcel, where the sender's payloads name none
   * @throws UnreadableBody where it cannot be read, or has more parcels than one answer can
   */
  partsOf(body: Buffer, charset?: string, number?: string): PayloadPart[] {
    const text = decodeText(body, charset);
    const spans: Spans = new WeakMap();
    const payload = this.parseText(text, spans);
    const whole = charset === undefined ? body : this.encoded(text);
    const parcels = this.mapping.number ? this.parcelsOf(payload) : [];
    if (parcels.length > mostParcels)
      throw new UnreadableBody('too_many_parcels', tooManyParcels(parcels.length));
    const byNumber = new Map<string, { subject: Subject; parcels: unknown[] }>();
    for (const parcel of parcels) {
      const subject = this.subjectOfParcel(parcel);
      if (!subject) continue;
      const known = byNumber.get(subject.number);
      if (known) known.parcels.push(parcel);
      else byNumber.set(subject.number, { subject, parcels: [parcel] });
    }
    const subjects = [...byNumber.values()];
    if (subjects.length < 2) {
      const named = normaliseNumber(number ?? '');
      const given = named === '' ? undefined : { number: named, carrier: this.carrierOf(payload) };
      return [{ subject: subjects[0]?.subject ?? given, body: whole }];
    }
    const groups = subjects.map((group) => group.parcels);
    const texts =
      this.mapping.format === 'json' ? splitJson(payload, groups) : splitXml(text.trim(), groups, spans);
    return subjects.map(({ subject }, index) => ({ subject, body: this.encoded(texts[index] ?? '') }));
  }

  private parseText(text: string, spans?: Spans): unknown {
    return this.mapping.format === 'json'
      ? parseJson(text)
      : parseXml(text.trim(), { lists: this.mapping.lists, ...(spans && { spans }) });
  }

  /** Kept bodies have no Content-Type that could name another encoding. */
  private encoded(text: string): Buffer {
    return Buffer.from(this.mapping.format === 'json' ? text : withUtf8Prolog(text));
  }

  /** The parcels of a payload, whatever they are; those of an answer without tracking too. */
  parcelsOf(payload: unknown): readonly unknown[] {
    const { parcels } = this.mapping;
    if (!parcels) return [payload];
    const found = parcels.find(payload);
    if (found === undefined) return [];
    return Array.isArray(found) ? found : [found];
  }

  /** Whether a payload is an answer that tells no tracking, such as an error. */
  isWithoutTracking(payload: unknown): boolean {
    return this.mapping.without.some((condition) => holds(condition(payload)));
  }

  subjectOf(payload: unknown): Subject | undefined {
    for (const parcel of this.parcelsOf(payload)) {
      const subject = this.subjectOfParcel(parcel);
      if (subject) return subject;
    }
    return undefined;
  }

  /** Undefined where the parcel names no number. */
  subjectOfParcel(parcel: unknown): Subject | undefined {
    const number = this.numberOf(parcel);
    return number === '' ? undefined : { number, carrier: this.carrierOf(parcel) };
  }

  /** The usual name of the carrier; a key of an aggregator that is not known to us is named as his. */
  carrierOf(parcel: unknown): string {
    const { aggregator } = this.mapping;
    const [name] = this.carriersOf(parcel);
    if (name !== undefined) return name;
    const own = carrierKeyOf(cleanText(aggregator?.carrier.findText(parcel) ?? '', 50) ?? '');
    return `${this.sender}:${own || 'unknown'}`;
  }

  read(payload: unknown, about: AboutPayload = {}): PayloadReading {
    const reading = this.readEvents(payload, about);
    if (reading.kind === 'not_understood') return reading;
    const { events, ...rest } = reading;
    return {
      ...rest,
      scans: events.filter(isScan).map(scanOf),
      noScans: events.filter((event) => !isScan(event)).map(noScanOf),
    };
  }

  /** As `read`, with the events that are no scans. */
  readEvents(payload: unknown, { number = '', isKnown = () => false }: AboutPayload = {}): EventReading {
    const { mapping } = this;
    const parcels = this.parcelsOf(payload);
    if (parcels.length > mostParcels)
      return notUnderstood('too_many_parcels', tooManyParcels(parcels.length));
    if (this.isWithoutTracking(payload)) {
      const of = number || parcels.map((parcel) => this.numberOf(parcel)).find((one) => one !== '') || '';
      return this.understood(of, [], []);
    }
    const named = mapping.number ? parcels.map((parcel) => this.numberOf(parcel)) : parcels.map(() => number);
    const wanted = number || named.find((one) => one !== '') || '';
    const its = wanted === '' ? [] : parcels.filter((_, index) => named[index] === wanted);
    if (its.length === 0)
      return notUnderstood(
        'no_tracking_number',
        mapping.number
          ? `there is nothing at ${mapping.number.text}`
          : `payloads of ${this.sender} name no number: name it when you hand one over`,
      );
    const events: ReadEvent[] = [];
    for (const parcel of its) {
      const listed = this.eventsOf(parcel);
      if ('kind' in listed) return listed;
      const newest = mapping.oldestFirst ? listed.length - 1 : 0;
      for (let index = 0; index < listed.length; index += 1) {
        const written = this.writtenIn(listed[index], wanted);
        if (!isKnown(written.scanId))
          events.push(this.eventOf(parcel, listed[index], wanted, written, index === newest));
      }
    }
    return this.understood(wanted, its, events);
  }

  private understood(number: string, parcels: readonly unknown[], events: ReadEvent[]): EventReading {
    const [parcel] = parcels;
    return {
      kind: 'understood',
      number,
      addressing: { carriers: this.carriersOf(parcel), byAggregator: this.mapping.aggregator !== undefined },
      events,
      estimatedDelivery: this.estimateOf(parcel),
      handOvers: this.handOversOf(parcels, number),
    };
  }

  private eventsOf(
    parcel: unknown,
  ): readonly unknown[] | Extract<PayloadReading, { kind: 'not_understood' }> {
    const { history, events } = this.mapping;
    const found = events.find(parcel);
    const missing = history ? typeof history.find(parcel) !== 'object' : found === undefined;
    if (missing)
      return notUnderstood('no_tracking_history', `there is nothing at ${(history ?? events).text}`);
    const listed = Array.isArray(found) ? found : found === undefined ? [] : [found];
    return listed.length > mostEvents
      ? notUnderstood(
          'too_many_events',
          `a parcel has ${mostEvents} events at most: this one has ${listed.length}`,
        )
      : listed;
  }

  private numberOf(parcel: unknown): string {
    return normaliseNumber(this.mapping.number?.findText(parcel) ?? '');
  }

  private carriersOf(parcel: unknown): readonly string[] {
    const { aggregator, carriers } = this.mapping;
    return aggregator ? (aggregator.carriers.get(aggregator.carrier.findText(parcel)) ?? []) : carriers;
  }

  /** What tells an event from every other, as its sender wrote it. */
  private writtenIn(event: unknown, number: string): WrittenEvent {
    const { event: at, zoneNames } = this.mapping;
    const codes = at.code.map((finder) => finder.findText(event));
    const times = toldTimes(at.times, event, zoneNames);
    const [description, country, city, facility] = [
      at.description.findText(event),
      at.country.findText(event),
      at.city.findText(event),
      at.facility.findText(event),
    ];
    const scanId = scanIdOf({
      sender: this.sender,
      number,
      time: times.find(({ text }) => text !== '')?.text ?? '',
      code: codes.find((one) => one !== '') ?? '',
      description,
      place: `${at.location.findText(event)}|${country}|${city}${facility && `|${facility}`}`,
    });
    return { scanId, codes, times, description, country, city, facility };
  }

  private eventOf(
    parcel: unknown,
    event: unknown,
    number: string,
    { scanId, codes: own, times, description, ...at }: WrittenEvent,
    isNewest: boolean,
  ): ReadEvent {
    const { mapping } = this;
    const ofParcel = isNewest && (own[0] ?? '') === '' ? mapping.codeOfNewest.findText(parcel) : '';
    const codes = { finer: mapping.event.finerCode.findText(event), ofParcel, own };
    const { code, reading, known, stopgap, foundBy } = meaningOf(mapping, event, codes);
    const country = at.country === '' ? null : countryOf(at.country);
    const city = at.city === '' ? null : cleanText(at.city);
    const facility = at.facility === '' ? null : cleanText(at.facility);
    const region = mapping.event.region.findText(event).trim() || null;
    return {
      scanId,
      number,
      reading: reading && this.withReason(reading, event),
      time: timeOf(times, { country, city, region }),
      place: country || city || facility ? { country, city, facility } : null,
      rawCode: cleanText(code),
      ...(stopgap && { unmapped: { text: cleanText(description), readBy: stopgap } }),
      weightGrams:
        weightOf(mapping.event.weight, event) ?? (isNewest ? weightOf(mapping.weight, parcel) : null),
      proof:
        reading?.milestone === 'delivered'
          ? (proofOf(mapping.event.proof, event) ?? proofOf(mapping.proof, parcel))
          : null,
      codeUnknown: !known,
      told: {
        words: description,
        times: times.flatMap(({ written }) => (written === '' ? [] : [written])),
        foundBy,
      },
    };
  }

  private withReason(reading: Reading, event: unknown): Reading {
    const { reasons } = this.mapping;
    if (reasons.size === 0) return reading;
    const reason = reasons.get(this.mapping.event.reason.findText(event).trim().toUpperCase());
    return reason === undefined ? reading : { ...reading, reason };
  }

  private estimateOf(parcel: unknown): string | null {
    const { estimatedDelivery, zoneNames } = this.mapping;
    for (const telling of estimatedDelivery) {
      const told = toldTime(telling, parcel, zoneNames);
      const time = timeOf([told], { country: null, city: null, region: null });
      if (time) return told.hasClock ? time.occurredAt : time.occurredAt.slice(0, 10);
      if (isDay(told.text)) return told.text;
    }
    return null;
  }

  /** Each number once, with its carrier where that is said anywhere. */
  private handOversOf(parcels: readonly unknown[], number: string): HandOver[] {
    const { handOver } = this.mapping;
    if (!handOver) return [];
    const handOvers = new Map<string, HandOver>();
    for (const parcel of parcels) {
      const found = handOver.at ? handOver.at.find(parcel) : parcel;
      for (const company of handOver.at && Array.isArray(found) ? (found as unknown[]) : [found]) {
        const next = normaliseNumber(handOver.number.findText(company));
        if (next === '' || next === number) continue;
        const carrier = this.nextCarrierOf(handOver.carrier.findText(company));
        handOvers.set(next, { number: next, carrier: carrier ?? handOvers.get(next)?.carrier ?? null });
        if (handOvers.size === mostHandOvers) return [...handOvers.values()];
      }
    }
    return [...handOvers.values()];
  }

  /** An aggregator's key of a company is translated where his file does so for carriers. */
  private nextCarrierOf(told: string): string | null {
    return this.mapping.aggregator?.carriers.get(told)?.[0] ?? cleanText(told, 64);
  }
}

type ScanEvent = ReadEvent & { reading: Reading };
const isScan = (event: ReadEvent): event is ScanEvent => event.reading !== null;
const scanOf = ({ told: _told, ...event }: ScanEvent): ReadScan => event;
const noScanOf = ({ codeUnknown: _codeUnknown, told: _told, ...event }: ReadEvent): NoScan => ({
  ...event,
  reading: null,
});

const notUnderstood = (
  reason: string,
  detail: string,
): Extract<PayloadReading, { kind: 'not_understood' }> => ({
  kind: 'not_understood',
  reason,
  detail,
});

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && readTime(`${text}T00:00:00Z`) !== undefined;

const tooManyParcels = (parcels: number): string =>
  `An answer has ${mostParcels} parcels at most: this one has ${parcels}.`;

const weightOf = (source: WeightSource | undefined, value: unknown): number | null =>
  source ? gramsOf(source.at.findText(value), source.unitAt.findText(value) || source.unit) : null;

/** That there is one: whose signature it is, is nobody's business here. */
const proofOf = (source: ProofSource | undefined, value: unknown): Scan['proof'] => {
  if (!source) return null;
  if (holds(source.signature.find(value))) return { type: 'signature', ref: null };
  return holds(source.photo.find(value)) ? { type: 'photo', ref: null } : null;
};
