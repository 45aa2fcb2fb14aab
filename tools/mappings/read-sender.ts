import { UnreadableBody } from '../../apps/carrier-tracking/src/carriers/mapping/bodies/unreadable-body.ts';
import {
  MappedPayloadReader,
  type ReadEvent,
} from '../../apps/carrier-tracking/src/carriers/mapping/mapped-payload.reader.ts';
import type { Mapping } from '../../apps/carrier-tracking/src/carriers/mapping/mapping.ts';
import type { RecordedFile } from './recorded-payloads.ts';

/** What one payload tells of one parcel. */
export interface ReadParcel {
  payload: string;
  number: string;
  events: ReadEvent[];
}

/** What is wrong with a payload as a whole. */
export interface UnreadPayload {
  payload: string;
  reason: string;
}

export interface ReadSender {
  parcels: ReadParcel[];
  /** Answers that tell no tracking, such as errors. */
  withoutTracking: number;
  unread: UnreadPayload[];
}

/** The number of parcels whose payloads name none: whoever hands them over names it. */
const unnamed = 'UNNAMED';

/** Reads a sender's recorded payloads as the service would, parcel by parcel. */
export function readSender(mapping: Mapping, payloads: readonly RecordedFile[]): ReadSender {
  const reader = new MappedPayloadReader(mapping);
  const read: ReadSender = { parcels: [], withoutTracking: 0, unread: [] };
  for (const { path, body } of payloads) {
    try {
      readPayload(reader, path, body, read);
    } catch (error) {
      if (!(error instanceof UnreadableBody)) throw error;
      read.unread.push({ payload: path, reason: `${error.code}: ${error.message}` });
    }
  }
  return read;
}

function readPayload(reader: MappedPayloadReader, path: string, body: Buffer, read: ReadSender): void {
  if (reader.isWithoutTracking(reader.parse(body))) {
    read.withoutTracking += 1;
    return;
  }
  for (const part of reader.partsOf(body, undefined, unnamed)) {
    const reading = reader.readEvents(reader.parse(part.body), { number: part.subject?.number });
    if (reading.kind === 'understood')
      read.parcels.push({ payload: path, number: reading.number, events: reading.events });
    else read.unread.push({ payload: path, reason: `${reading.reason}: ${reading.detail}` });
  }
}
