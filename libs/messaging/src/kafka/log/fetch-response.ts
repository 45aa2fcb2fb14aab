/** A record as kafkajs hands it to a consumer, but with its headers as text. */
export interface FetchedRecord {
  readonly magicByte: number;
  readonly attributes: number;
  readonly timestamp: string;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, string | string[]>;
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;
}

/** What kafkajs asks of a record's batch: whether its transaction was aborted. */
interface BatchContext {
  readonly producerId: string;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
}

export interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly lastStartOffset: string;
  readonly abortedTransactions: { producerId: string; firstOffset: string }[];
  readonly preferredReadReplica: number;
  readonly messages: FetchedRecord[];
}

export interface FetchResponse {
  readonly throttleTime: number;
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: { topicName: string; partitions: FetchedPartition[] }[];
}

/** The version of Fetch whose answer is understood here: the highest that kafkajs asks for. */
export const fetchVersion = 11;

/** Bytes of a batch before its length counts, and before its first record. */
const lengthEnds = 12;
const headBytes = 61;
const magicAt = 16;
const compression = 0b111;
const appendTime = 1 << 3;
const transactional = 1 << 4;
const control = 1 << 5;

/**
 * Reads the answer to a Fetch of version 11 (kafka.apache.org/protocol#The_Messages_Fetch) into what kafkajs' own decoder
 * makes of it, at a third of its cost: it copies a record's headers anew for each of them. Undefined when a batch is
 * compressed or of an older format: kafkajs reads those.
 */
export const decodeFetch = (bytes: Buffer): FetchResponse | undefined => {
  const reader = new Reader(bytes);
  const clientSideThrottleTime = reader.int32();
  const errorCode = reader.int16();
  const sessionId = reader.int32();
  let isUnderstood = true;
  const responses = reader.array(() => ({
    topicName: reader.text(reader.int16()),
    partitions: reader.array(() => ({
      partition: reader.int32(),
      errorCode: reader.int16(),
      highWatermark: reader.int64(),
      lastStableOffset: reader.int64(),
      lastStartOffset: reader.int64(),
      abortedTransactions: reader.array(() => ({ producerId: reader.int64(), firstOffset: reader.int64() })),
      preferredReadReplica: reader.int32(),
      messages: reader.within(reader.int32(), () => {
        const records = isUnderstood ? readBatches(reader) : [];
        isUnderstood &&= records !== undefined;
        return records ?? [];
      }),
    })),
  }));
  // The broker has throttled nothing: it asks the client to.
  return isUnderstood
    ? { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses }
    : undefined;
};

/** Whole batches; what the limit of the fetch has cut off at the end is fetched again. */
const readBatches = (reader: Reader): FetchedRecord[] | undefined => {
  const records: FetchedRecord[] = [];
  while (reader.left >= headBytes) {
    const start = reader.at;
    const end = start + lengthEnds + reader.bytes.readInt32BE(start + 8);
    if (end > reader.end) break;
    const attributes = reader.bytes.readInt16BE(start + 21);
    if (reader.bytes[start + magicAt] !== 2 || (attributes & compression) !== 0) return undefined;
    readRecords(reader, start, attributes, records);
    reader.at = end;
  }
  return records;
};

const readRecords = (reader: Reader, start: number, attributes: number, into: FetchedRecord[]): void => {
  const { bytes } = reader;
  const firstOffset = Number(bytes.readBigInt64BE(start));
  const firstTimestamp = Number(bytes.readBigInt64BE(start + 27));
  const appended = (attributes & appendTime) === 0 ? undefined : String(bytes.readBigInt64BE(start + 35));
  const batchContext: BatchContext = {
    producerId: String(bytes.readBigInt64BE(start + 43)),
    inTransaction: (attributes & transactional) !== 0,
    isControlBatch: (attributes & control) !== 0,
  };
  reader.at = start + 57;
  for (let count = reader.int32(); count > 0; count -= 1) {
    const length = reader.varint();
    const end = reader.at + length;
    const recordAttributes = reader.int8();
    const timestamp = firstTimestamp + reader.varint();
    const offset = firstOffset + reader.varint();
    into.push({
      magicByte: 2,
      attributes: recordAttributes,
      timestamp: appended ?? String(timestamp),
      offset: String(offset),
      key: reader.sized(),
      value: reader.sized(),
      headers: readHeaders(reader),
      isControlRecord: batchContext.isControlBatch,
      batchContext,
    });
    reader.at = end;
  }
};

const readHeaders = (reader: Reader): Record<string, string | string[]> => {
  const headers: Record<string, string | string[]> = {};
  for (let count = reader.varint(); count > 0; count -= 1) {
    const name = reader.text(reader.varint());
    const length = reader.varint();
    if (length < 0) continue;
    const value = reader.text(length);
    const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (before === undefined) headers[name] = value;
    else headers[name] = [...(Array.isArray(before) ? before : [before]), value];
  }
  return headers;
};

class Reader {
  at = 0;
  end: number;

  constructor(readonly bytes: Buffer) {
    this.end = bytes.length;
  }

  get left(): number {
    return this.end - this.at;
  }

  int8(): number {
    return this.bytes.readInt8(this.at++);
  }

  int16(): number {
    return this.bytes.readInt16BE((this.at += 2) - 2);
  }

  int32(): number {
    return this.bytes.readInt32BE((this.at += 4) - 4);
  }

  int64(): string {
    return String(this.bytes.readBigInt64BE((this.at += 8) - 8));
  }

  /** Zigzag, seven bits a byte; exact up to 2^53. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      scale *= 128;
    }
  }

  text(length: number): string {
    return this.bytes.toString('utf8', this.at, (this.at += length));
  }

  sized(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.bytes.subarray(this.at, (this.at += length));
  }

  array<T>(read: () => T): T[] {
    const items: T[] = [];
    for (let count = this.int32(); count > 0; count -= 1) items.push(read());
    return items;
  }

  /** Reads from the next so many bytes, and stands behind them afterwards whatever was read. */
  within<T>(length: number, read: () => T): T {
    const { end } = this;
    this.end = this.at + Math.max(0, length);
    const result = read();
    this.at = this.end;
    this.end = end;
    return result;
  }
}
