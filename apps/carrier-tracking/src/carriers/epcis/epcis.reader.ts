import { extensionOf, readEpcisEvent } from '@landfall/domain';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { scanIdOf } from '../../scans/scan-id.ts';
import type { ScanTime } from '../../scans/scan.ts';
import { carrierKeyOf } from '../../scans/tracking-number.ts';
import { decodeText } from '../mapping/bodies/decode-text.ts';
import { parseJson } from '../mapping/bodies/parse-json.ts';
import { cleanText } from '../mapping/clean-text.ts';
import { readTime } from '../mapping/scan-time.ts';
import type { AboutPayload, PayloadReader, PayloadReading, ReadScan, Subject } from '../payload-reader.ts';
import { CapturedEvent, offsetSources } from './captured-event.ts';

/** What one capture told about one parcel. */
export const CapturedEvents = Type.Object({
  /** As the events name it: the same in each spelling of the number. */
  epc: Type.String(),
  /** Normalised. */
  number: Type.String({ minLength: 1, maxLength: 64 }),
  carrier: Type.Union([Type.String(), Type.Null()]),
  /** That the document gives our namespace. */
  prefix: Type.Union([Type.String(), Type.Null()]),
  /** As they came, each with this parcel alone. */
  events: Type.Array(CapturedEvent, { minItems: 1 }),
});
export type CapturedEvents = Static<typeof CapturedEvents>;

const validator = Compile(CapturedEvents);

/** Reads what merchants capture as EPCIS 2.0. */
export class EpcisReader implements PayloadReader {
  readonly sender = 'epcis';

  parse(body: Buffer): unknown {
    return parseJson(decodeText(body));
  }

  subjectOf(payload: unknown): Subject | undefined {
    if (!validator.Check(payload)) return undefined;
    const { number, carrier } = payload;
    return { number, carrier: carrier === null ? `${this.sender}:unknown` : carrierKeyOf(carrier) };
  }

  /** The carrier is the document's opinion: where none of the merchant's parcels has it, any of his with the number will do. */
  read(payload: unknown, { isKnown = () => false }: AboutPayload = {}): PayloadReading {
    if (!validator.Check(payload))
      return { kind: 'not_understood', reason: 'invalid_epcis', detail: 'the body is not a list of events' };
    const { number, carrier } = payload;
    return {
      kind: 'understood',
      number,
      addressing: { carriers: carrier === null ? [] : [carrierKeyOf(carrier)], byAggregator: true },
      scans: payload.events
        .map((event) => scanOf(payload, event as CapturedEvent))
        .filter((scan) => scan !== null)
        .filter(({ scanId }) => !isKnown(scanId)),
      noScans: [],
      estimatedDelivery: null,
      handOvers: [],
    };
  }
}

/** Null where the event is no news of the parcel's way. */
const scanOf = ({ epc, number, prefix }: CapturedEvents, event: CapturedEvent): ReadScan | null => {
  const read = readEpcisEvent(event, prefix);
  const { milestone, leg, reason, place, code, codeKnown, weightGrams, proof } = read;
  if (milestone === null) return null;
  const { bizStep = '', disposition = '', readPoint, bizLocation, eventID = '', eventTime } = event;
  return {
    scanId: scanIdOf({
      sender: 'epcis',
      number: epc,
      time: eventTime,
      code: JSON.stringify([bizStep, disposition, extensionOf(event, prefix, 'milestone') ?? '']),
      description: eventID,
      place: (readPoint ?? bizLocation)?.id ?? '',
    }),
    number,
    reading: { milestone, leg, reason },
    time: timeOf(read.occurredAt, read.offsetSource),
    place: place && {
      country: place.country ?? null,
      city: cleanText(place.city ?? ''),
      facility: cleanText(place.facility ?? ''),
    },
    rawCode: cleanText(code),
    weightGrams,
    proof: proof && { type: cleanText(proof.type, 64) ?? 'unknown', ref: null },
    ...(!codeKnown && { unmapped: { text: null, readBy: 'nothing' as const } }),
    codeUnknown: !codeKnown,
  };
};

/** With what the document says of the offset's origin: a round trip makes nothing more certain. */
const timeOf = (occurredAt: string, told: string): ScanTime | null => {
  const time = readTime(occurredAt);
  if (!time) return null;
  return { ...time, offsetSource: offsetSources.find((one) => one === told) ?? 'given' };
};
