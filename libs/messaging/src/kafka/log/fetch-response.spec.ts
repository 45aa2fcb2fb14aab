import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeFetch, type FetchResponse } from './fetch-response.ts';
import { RecordBatch, type Message } from './record-batch.ts';

const require = createRequire(import.meta.url);
// What kafkajs' consumer reads with; it does not export it.
const kafkajs = require('kafkajs/src/protocol/requests/fetch/v11/response') as {
  decode: (bytes: Buffer) => Promise<FetchResponse>;
};

const int = (bytes: 1 | 2 | 4 | 8, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigInt64BE(BigInt(value));
  else buffer.writeIntBE(value, 0, bytes);
  return buffer;
};

/** The answer of a broker with one topic. */
const answerOf = (partitions: readonly { batches: readonly Buffer[]; aborted?: number }[]): Buffer =>
  Buffer.concat([
    ...[
      int(4, 7),
      int(2, 0),
      int(4, 99),
      int(4, 1),
      int(2, 5),
      Buffer.from('topic'),
      int(4, partitions.length),
    ],
    ...partitions.flatMap(({ batches, aborted }, index) => [
      ...[int(4, index), int(2, 0), int(8, 1_000), int(8, 900), int(8, 3)],
      ...(aborted === undefined ? [int(4, -1)] : [int(4, 1), int(8, aborted), int(8, 12)]),
      ...[int(4, -1), int(4, Buffer.concat(batches).length), ...batches],
    ]),
  ]);

const batchAt = (offset: number, messages: readonly Message[]): Buffer => {
  const batch = new RecordBatch();
  for (const message of messages) batch.append(message);
  const sealed = Buffer.from(batch.seal({ id: 5n, epoch: 1, sequence: 0 }));
  sealed.writeBigInt64BE(BigInt(offset), 0);
  return sealed;
};

/** What a consumer uses of it; headers as text. */
const told = (response: FetchResponse | undefined) =>
  response && {
    ...response,
    responses: response.responses.map(({ topicName, partitions }) => ({
      topicName,
      partitions: partitions.map((partition) => ({
        ...partition,
        messages: partition.messages.map(({ headers, batchContext, ...message }) => ({
          ...message,
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [
              name,
              Array.isArray(value) ? value.map(String) : String(value),
            ]),
          ),
          producerId: batchContext.producerId,
          inTransaction: batchContext.inTransaction,
        })),
      })),
    })),
  };

const text = fc.string({ unit: 'binary', maxLength: 80 });
/** kafkajs takes a header that is named like a property of every object for one that came twice. */
const message = fc.record({
  key: text,
  value: text,
  headers: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 12 }).filter((name) => !(name in {})),
    text,
  ),
});
const batches = fc.array(fc.array(message, { minLength: 1, maxLength: 4 }), { maxLength: 3 });
const simple = { key: 'k', value: 'v', headers: { a: 'b' } };

describe('an answer to a fetch', () => {
  it('is read as kafkajs reads it', () =>
    fc.assert(
      fc.asyncProperty(fc.array(batches, { maxLength: 3 }), async (partitions) => {
        const answer = answerOf(
          partitions.map((some) => ({
            batches: some.map((messages, index) => batchAt(100 * index, messages)),
          })),
        );
        expect(told(decodeFetch(answer))).toEqual(told(await kafkajs.decode(answer)));
      }),
      { numRuns: 100 },
    ));

  it('tells headers that came twice, and those named like a property of every object', () => {
    const batch = batchAt(0, [{ key: 'k', value: 'v', headers: { constructor: 'x', aa: '1', ab: '2' } }]);
    batch.write('aa', batch.lastIndexOf('ab'));
    const headers = decodeFetch(answerOf([{ batches: [batch] }]))?.responses[0]?.partitions[0]?.messages[0]
      ?.headers;
    expect(Object.entries(headers ?? {})).toEqual([
      ['constructor', 'x'],
      ['aa', ['1', '2']],
    ]);
  });

  it('ends with the last whole batch when the limit of the fetch has cut off the next one', async () => {
    const cut = answerOf([
      { batches: [batchAt(0, [simple]), batchAt(1, [simple, simple]).subarray(0, -3)] },
      { batches: [batchAt(7, [simple])] },
    ]);
    expect(told(decodeFetch(cut))).toEqual(told(await kafkajs.decode(cut)));
    expect(decodeFetch(cut)?.responses[0]?.partitions.map(({ messages }) => messages.length)).toEqual([1, 1]);
  });

  it('tells markers and transactions, and the time of append', async () => {
    const marker = batchAt(4, [simple]);
    marker.writeInt16BE(0b111000, 21);
    const answer = answerOf([{ batches: [batchAt(0, [simple]), marker], aborted: 5 }]);
    expect(told(decodeFetch(answer))).toEqual(told(await kafkajs.decode(answer)));
    expect(decodeFetch(answer)?.responses[0]?.partitions[0]?.messages[1]).toMatchObject({
      isControlRecord: true,
      offset: '4',
      batchContext: { producerId: '5', inTransaction: true },
    });
  });

  it('is left to kafkajs when a batch is compressed or of an older format', () => {
    const compressed = batchAt(0, [simple]);
    compressed.writeInt16BE(1, 21);
    expect(decodeFetch(answerOf([{ batches: [compressed] }]))).toBeUndefined();
    const older = batchAt(0, [simple]);
    older.writeInt8(1, 16);
    expect(
      decodeFetch(answerOf([{ batches: [batchAt(0, [simple])] }, { batches: [older] }])),
    ).toBeUndefined();
  });
});
