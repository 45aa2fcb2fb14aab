import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { scanIdOf } from '../../scans/scan-id.ts';
import { carrierKeyOf } from '../../scans/tracking-number.ts';
import { readTime } from '../mapping/scan-time.ts';
import { decodeText } from '../mapping/bodies/decode-text.ts';
import { parseJson } from '../mapping/bodies/parse-json.ts';
import type { AboutPayload, PayloadReader, PayloadReading, ReadScan, Subject } from '../payload-reader.ts';
import { isUnitEvent, numberOf, TrackingEvent } from './tracking-event.ts';

/** What one upload told about one number, or one transport unit, of one carrier. */
export const UploadedEvents = Type.Object({ events: Type.Array(TrackingEvent, { minItems: 1 }) });
export type UploadedEvents = Static<typeof UploadedEvents>;

const validator = Compile(UploadedEvents);

/** Reads what merchants upload in our own shape: it is in the normalised vocabulary already. */
export class LandfallReader implements PayloadReader {
  readonly sender = 'landfall';

  parse(body: Buffer): unknown {
    return parseJson(decodeText(body));
  }

  subjectOf(payload: unknown): Subject | undefined {
    const first = validator.Check(payload) ? payload.events[0] : undefined;
    return first && { number: numberOf(first), carrier: carrierKeyOf(first.carrier) };
  }

  read(payload: unknown, { isKnown = () => false }: AboutPayload = {}): PayloadReading {
    if (!validator.Check(payload))
      return { kind: 'not_understood', reason: 'invalid_upload', detail: 'the body is not a list of events' };
    const [first] = payload.events;
    const number = first ? numberOf(first) : '';
    return {
      kind: 'understood',
      number,
      addressing: { carriers: [carrierKeyOf(first?.carrier ?? '')], byAggregator: false },
      scans: payload.events.map((event) => scanOf(event, number)).filter(({ scanId }) => !isKnown(scanId)),
      noScans: [],
      estimatedDelivery: null,
      handOvers: [],
    };
  }
}

const scanOf = (event: TrackingEvent, number: string): ReadScan => {
  const { milestone, occurredAt, leg, reason, place, rawCode, rawDescription, weightGrams, proof } = event;
  return {
    scanId: scanIdOf({
      sender: 'landfall',
      number,
      time: occurredAt,
      code: JSON.stringify([milestone, rawCode ?? '']),
      description: rawDescription ?? '',
      place: place ? [place.country, place.city ?? '', place.facility ?? ''].join('|') : '',
    }),
    number,
    ...(isUnitEvent(event) && { unit: { unitId: event.unitId.toLowerCase(), carrier: event.carrier } }),
    reading: { milestone, leg: leg ?? null, reason: reason ?? null },
    time: readTime(occurredAt) ?? null,
    place: place
      ? { country: place.country, city: place.city ?? null, facility: place.facility ?? null }
      : null,
    rawCode: rawCode ?? null,
    weightGrams: weightGrams ?? null,
    proof: proof ? { type: proof.type, ref: proof.ref ?? null } : null,
    codeUnknown: false,
  };
};
