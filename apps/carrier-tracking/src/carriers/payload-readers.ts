import { seventeenTrackReader } from './17track/17track.reader.ts';
import { LandfallReader } from './landfall/landfall.reader.ts';
import type { PayloadReader } from './payload-reader.ts';

/** Injection token of the readers by their sender's name. */
export const PAYLOAD_READERS = Symbol('payload readers');
export type PayloadReaders = ReadonlyMap<string, PayloadReader>;

/** Everyone whose payloads can be read. */
export const payloadReaders: PayloadReaders = new Map(
  [seventeenTrackReader, new LandfallReader()].map((reader): [string, PayloadReader] => [
    reader.sender,
    reader,
  ]),
);
