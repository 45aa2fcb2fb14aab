import { scanIdOf } from '../../scans/scan-id.ts';
import type { Reading } from '../../scans/scan.ts';
import { carrierKeyOf, normaliseNumber } from '../../scans/tracking-number.ts';
import type { PayloadReader, PayloadReading, ReadScan } from '../payload-reader.ts';
import { cleanText, countryOf } from './clean-text.ts';
import { textAt, valuesAt, type JsonPath } from './json-path.ts';
import type { Mapping } from './mapping.ts';
import { inZoneOf } from './local-time.ts';
import { firstTime } from './scan-time.ts';

const somewhereOnItsWay: Reading = { milestone: 'in_transit', leg: null, reason: null };

/** Reads the payloads of any sender whose history is JSON, by his mapping file. */
export class MappedPayloadReader implements PayloadReader {
  readonly sender: string;

  constructor(private readonly mapping: Mapping) {
    this.sender = mapping.sender;
  }

  subjectOf(payload: unknown): { number: string; carrier: string } | undefined {
    const number = normaliseNumber(textAt(payload, this.mapping.number));
    if (number === '') return undefined;
    const [name] = this.carriersOf(payload);
    const own = carrierKeyOf(cleanText(textAt(payload, this.mapping.carrier), 50) ?? '');
    return { number, carrier: name ?? `${this.sender}:${own || 'unknown'}` };
  }

  read(payload: unknown): PayloadReading {
    const { mapping } = this;
    const subject = this.subjectOf(payload);
    if (!subject) return notUnderstood('no_tracking_number', mapping.number);
    const understood = (scans: ReadScan[]): PayloadReading => ({
      kind: 'understood',
      number: subject.number,
      addressing: { carriers: this.carriersOf(payload), byAggregator: mapping.aggregator },
      scans,
    });
    if (mapping.kindsWithoutScans.has(textAt(payload, mapping.kind))) return understood([]);
    const [history] = valuesAt(payload, mapping.history);
    if (typeof history !== 'object') return notUnderstood('no_tracking_history', mapping.history);

    const listed = valuesAt(payload, mapping.events);
    const events = listed.length > 0 ? listed : valuesAt(payload, mapping.eventWhereNoneListed);
    const scans = events
      .map((event, index) => this.scanOf(payload, event, subject.number, index === 0))
      .filter((scan) => scan !== null);
    return understood(scans);
  }

  private carriersOf(payload: unknown): readonly string[] {
    return this.mapping.carriers.get(textAt(payload, this.mapping.carrier)) ?? [];
  }

  private scanOf(payload: unknown, event: unknown, number: string, isNewest: boolean): ReadScan | null {
    const { event: at, codeOfNewestEvent } = this.mapping;
    const own = at.codes.map((path) => textAt(event, path));
    const codes = own[0] === '' && isNewest ? [textAt(payload, codeOfNewestEvent), ...own] : own;
    const { code, reading, known } = this.meaningOf(codes, own[0] !== '');
    if (!reading) return null;

    const tellings = at.times.map((parts) => timeText(event, parts)).filter((text) => text !== '');
    const text = (path: JsonPath) => textAt(event, path);
    const country = countryOf(text(at.country));
    const city = cleanText(text(at.city));
    return {
      scanId: scanIdOf({
        sender: this.sender,
        number,
        time: tellings[0] ?? '',
        code: own.find((one) => one !== '') ?? '',
        description: text(at.description),
        place: [text(at.location), text(at.country), text(at.city)].join('|'),
      }),
      number,
      reading,
      time: inZoneOf(firstTime(tellings), country, city),
      place: country || city ? { country, city, facility: null } : null,
      rawCode: cleanText(code),
      weightGrams: isNewest ? this.weightOf(payload) : null,
      proof: null,
      codeUnknown: !known,
    };
  }

  /**
   * The meaning of the first code that is given; an unknown one has that of its main status, else it is on its way.
   * A code that means no scan is believed only as the event's own: of the whole parcel's status it says nothing of the event.
   */
  private meaningOf(
    codes: readonly string[],
    ownCodeGiven: boolean,
  ): { code: string; reading: Reading | null; known: boolean } {
    for (const code of codes) {
      if (code === '') continue;
      const known = this.mapping.codes.get(code);
      if (known === null && !ownCodeGiven) continue;
      if (known !== undefined) return { code, reading: known, known: true };
      const [mainStatus = ''] = code.split(this.mapping.mainStatusEndsAt, 1);
      return { code, reading: this.mapping.codes.get(mainStatus) ?? somewhereOnItsWay, known: false };
    }
    return { code: '', reading: somewhereOnItsWay, known: true };
  }

  private weightOf(payload: unknown): number | null {
    const { of, gramsPerUnit } = this.mapping.weight;
    const grams = Number(textAt(payload, of) || Number.NaN) * gramsPerUnit;
    return Number.isFinite(grams) && grams > 0 ? Math.round(grams) : null;
  }
}

const notUnderstood = (reason: string, path: JsonPath): PayloadReading => ({
  kind: 'not_understood',
  reason,
  detail: `there is nothing at /${path.join('/')}`,
});

/** A telling of the time: the whole, or date, time (midnight where missing) and zone joined. */
const timeText = (event: unknown, [whole, time, zone]: readonly JsonPath[]): string => {
  const first = whole ? textAt(event, whole) : '';
  if (first === '' || !time) return first;
  return `${first}T${textAt(event, time) || '00:00:00'}${zone ? textAt(event, zone) : ''}`;
};
