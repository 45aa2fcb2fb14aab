import { crc32c } from '@node-rs/crc32';

/** What a record carries; its headers in their order. */
export interface Message {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** In whose name a batch is appended, and the place of its first record among those of this name. */
export interface Producer {
  readonly id: bigint;
  readonly epoch: number;
  readonly sequence: number;
}

const anonymous: Producer = { id: -1n, epoch: -1, sequence: -1 };

/** Bytes of a batch before its first record. */
const headBytes = 61;
/** The checksum covers what follows it. */
const crcAt = 17;
const crcFrom = 21;

/**
 * Records for one partition in Kafka's own format (record batch of magic 2, kafka.apache.org/documentation/#recordbatch),
 * uncompressed, each written once into one buffer: kafkajs takes some 40 us for what takes 3 here. Topics keep the time
 * of append, so records carry none of their own.
 */
export class RecordBatch {
  private buffer = Buffer.allocUnsafe(16_384);
  private end = headBytes;
  private records = 0;

  get count(): number {
    return this.records;
  }

  /** Its size as it would be sent now. */
  get bytes(): number {
    return this.end;
  }

  append({ key, headers, value }: Message): void {
    const names = Object.keys(headers);
    // A UTF-16 unit takes up to three bytes; a length up to five.
    let most = 40 + 3 * (key.length + value.length) + 10 * names.length;
    for (const name of names) most += 3 * (name.length + (headers[name] ?? '').length);
    this.reserve(most);

    const start = this.end;
    // Most records have a length of two bytes; the others are moved when it is known.
    const guess = 2;
    this.end += guess;
    this.buffer[this.end++] = 0;
    this.buffer[this.end++] = 0;
    this.varint(this.records);
    this.text(key);
    this.text(value);
    this.varint(names.length);
    for (const name of names) {
      this.text(name);
      this.text(headers[name] ?? '');
    }
    const length = this.end - start - guess;
    const size = varintSize(length);
    if (size !== guess) this.buffer.copyWithin(start + size, start + guess, this.end);
    this.end = start;
    this.varint(length);
    this.end += length;
    this.records += 1;
  }

  /** The batch as it goes into a request; nothing may be appended afterwards. */
  seal({ id, epoch, sequence }: Producer = anonymous): Buffer {
    const batch = this.buffer.subarray(0, this.end);
    const now = BigInt(Date.now());
    batch.writeBigInt64BE(0n, 0);
    batch.writeInt32BE(this.end - 12, 8);
    batch.writeInt32BE(-1, 12);
    batch.writeInt8(2, 16);
    batch.writeInt16BE(0, crcFrom);
    batch.writeInt32BE(this.records - 1, 23);
    batch.writeBigInt64BE(now, 27);
    batch.writeBigInt64BE(now, 35);
    batch.writeBigInt64BE(id, 43);
    batch.writeInt16BE(epoch, 51);
    batch.writeInt32BE(sequence, 53);
    batch.writeInt32BE(this.records, 57);
    batch.writeUInt32BE(crc32c(batch.subarray(crcFrom)), crcAt);
    return batch;
  }

  private reserve(bytes: number): void {
    if (this.end + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.end + bytes));
    this.buffer.copy(larger, 0, 0, this.end);
    this.buffer = larger;
  }

  private text(text: string): void {
    const guess = varintSize(text.length);
    const length = this.buffer.write(text, this.end + guess);
    const size = varintSize(length);
    if (size !== guess) this.buffer.copyWithin(this.end + size, this.end + guess, this.end + guess + length);
    this.varint(length);
    this.end += length;
  }

  /** Zigzag, seven bits a byte; `value` is not negative and below 2^30. */
  private varint(value: number): void {
    let rest = value << 1;
    while (rest > 127) {
      this.buffer[this.end++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.buffer[this.end++] = rest;
  }
}

const varintSize = (value: number): number => {
  if (value < 1 << 6) return 1;
  if (value < 1 << 13) return 2;
  if (value < 1 << 20) return 3;
  return value < 1 << 27 ? 4 : 5;
};
