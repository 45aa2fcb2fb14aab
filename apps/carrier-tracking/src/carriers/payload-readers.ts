import type { PayloadReader } from './payload-reader.ts';

/** Injection token of the readers by their sender's name. */
export const PAYLOAD_READERS = Symbol('payload readers');
export type PayloadReaders = Pick<ReadonlyMap<string, PayloadReader>, 'get'>;
