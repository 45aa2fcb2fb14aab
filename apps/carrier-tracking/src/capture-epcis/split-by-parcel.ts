import { objectsField, type CapturedParcel } from '../carriers/epcis/captured-event.ts';
import type { CapturedEvents } from '../carriers/epcis/epcis.reader.ts';
import type { SortedEvent } from './read-capture.ts';

type Accepted = Extract<SortedEvent, { kind: 'event' }>;

/** A part of a capture that is kept by itself. */
export interface CapturedPart {
  payload: CapturedEvents;
  /** The events it was made of. */
  of: Accepted[];
}

const eventsPerPart = 200;
const bytesPerPart = 256 * 1024;

/** What is told of each parcel, in parts that are not too large to be kept. */
export const splitByParcel = (events: readonly Accepted[]): CapturedPart[] => {
  const open = new Map<string, { part: CapturedPart; bytes: number }>();
  const parts: CapturedPart[] = [];
  for (const accepted of events) {
    const { bytes } = accepted;
    for (const parcel of accepted.parcels) {
      const key = JSON.stringify([parcel.number, parcel.carrier, parcel.epc, accepted.prefix]);
      let last = open.get(key);
      if (!last || last.part.of.length >= eventsPerPart || last.bytes + bytes > bytesPerPart) {
        last = { part: partOf(parcel, accepted.prefix), bytes: 0 };
        open.set(key, last);
        parts.push(last.part);
      }
      last.bytes += bytes;
      last.part.of.push(accepted);
      last.part.payload.events.push({ ...accepted.event, [objectsField(accepted.event)]: [parcel.epc] });
    }
  }
  return parts;
};

const partOf = ({ epc, number, carrier }: CapturedParcel, prefix: string | null): CapturedPart => ({
  payload: { epc, number, carrier, prefix, events: [] },
  of: [],
});
