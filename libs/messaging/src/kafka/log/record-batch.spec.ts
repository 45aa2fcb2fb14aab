import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { crc32c } from '@node-rs/crc32';
import fc from 'fast-check';
import { RecordBatch, type Message } from './record-batch.ts';

interface Decoded {
  producerId: string;
  producerEpoch: number;
  firstSequence: number;
  lastOffsetDelta: number;
  records: { offset: string; key: Buffer; value: Buffer; headers: Record<string, Buffer> }[];
}

const require = createRequire(import.meta.url);
// What kafkajs' consumer reads with; it does not export it.
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: object,
) => Promise<Decoded>;

const read = (batch: Buffer): Promise<Decoded> => decodeBatch(new Decoder(batch));

const batchOf = (messages: readonly Message[]): RecordBatch => {
  const batch = new RecordBatch();
  for (const message of messages) batch.append(message);
  return batch;
};

const text = fc.string({ unit: 'binary', maxLength: 100 });
/** Around the lengths at which a length takes one more byte. */
const long = fc.constantFrom(63, 64, 2_730, 2_731, 8_191, 8_192, 20_000).map((length) => '深'.repeat(length));
/** kafkajs takes a header that is named like a property of every object for one that came twice. */
const message = fc.record({
  key: text,
  value: fc.oneof(text, long),
  headers: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 80 }).filter((name) => !(name in {})),
    text,
  ),
});
const bytesOf = (string: string): Buffer => Buffer.from(string);

describe('a batch of records', () => {
  it('is read back as it was written', () =>
    fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 5 }), async (messages) => {
        const { records } = await read(batchOf(messages).seal());
        expect(records.map(({ offset, key, value, headers }) => ({ offset, key, value, headers }))).toEqual(
          messages.map(({ key, value, headers }, index) => ({
            offset: String(index),
            key: bytesOf(key),
            value: bytesOf(value),
            headers: Object.fromEntries(Object.entries(headers).map(([name, of]) => [name, bytesOf(of)])),
          })),
        );
      }),
      { numRuns: 50 },
    ));

  it('holds as many as were appended, past its first buffer', async () => {
    const messages = Array.from({ length: 300 }, (_, index) => ({
      key: `key ${index}`,
      value: '深'.repeat(index),
      headers: { ce_id: String(index) },
    }));
    const batch = batchOf(messages);
    expect(batch.count).toBe(300);
    const { records, lastOffsetDelta } = await read(batch.seal());
    expect(lastOffsetDelta).toBe(299);
    expect(records.map(({ value }) => value.toString())).toEqual(messages.map(({ value }) => value));
  });

  it('says in whose name it is appended, and since when', async () => {
    const batch = batchOf([{ key: 'k', value: 'v', headers: {} }]).seal({ id: 77n, epoch: 3, sequence: 12 });
    expect(await read(batch)).toMatchObject({ producerId: '77', producerEpoch: 3, firstSequence: 12 });
    expect(batch.readInt32BE(8)).toBe(batch.length - 12);
    expect(batch.readUInt32BE(17)).toBe(crc32c(batch.subarray(21)));
  });

  it('is of nobody without a name', async () => {
    const batch = batchOf([{ key: 'k', value: 'v', headers: {} }]).seal();
    expect(await read(batch)).toMatchObject({ producerId: '-1', producerEpoch: -1, firstSequence: -1 });
  });
});
