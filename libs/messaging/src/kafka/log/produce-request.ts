import { SurroundingsError } from '@landfall/persistence';
import type { ProtocolRequest } from './kafkajs-cluster.ts';

/** A sealed batch and where it goes. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: number;
  readonly batch: Buffer;
}

/** What a broker says of one batch. */
export interface AppendAnswer {
  readonly topic: string;
  readonly partition: number;
  /** 0, or why it was not appended: kafka.apache.org/protocol#protocol_error_codes. */
  readonly code: number;
  /** Where the batch begins in its log. */
  readonly baseOffset: bigint;
}

/** A batch that a broker did not append. */
export class AppendRefused extends SurroundingsError {
  readonly code: number;
  /** Whether it helps to ask again, and who leads the partition. */
  readonly retriable: boolean;

  constructor({ topic, partition, code }: AppendAnswer) {
    super(`${topic}/${partition} was not appended to: ${names[code] ?? 'Kafka error'} (${code})`);
    this.code = code;
    this.retriable = passing.has(code);
  }
}

const names: Readonly<Record<number, string>> = {
  3: 'unknown topic or partition',
  5: 'it has no leader',
  6: 'not the leader',
  7: 'the broker timed out',
  10: 'the batch is too large',
  19: 'not enough replicas',
  20: 'not enough replicas after the append',
  45: 'out of sequence',
  46: 'sent before',
  47: 'a later owner has taken over',
  56: 'storage error',
};

const passing: ReadonlySet<number> = new Set([3, 5, 6, 7, 19, 20]);

/** How long the broker may wait for its replicas, in ms. */
const replicasTimeoutMs = 15_000;
const acknowledgedByAll = -1;

/** Produce, version 7: batches for one broker, answered for once all in-sync replicas have them. */
export const produceRequest = (batches: readonly PartitionBatch[]): ProtocolRequest<AppendAnswer[]> => ({
  request: {
    apiKey: 0,
    apiVersion: 7,
    apiName: 'Produce',
    encode: async () => {
      const buffer = encode(batches);
      return { buf: buffer, buffer };
    },
  },
  response: { decode: async (bytes) => decode(bytes), parse: async (answers) => answers },
});

const encode = (batches: readonly PartitionBatch[]): Buffer => {
  const byTopic = Map.groupBy(batches, ({ topic }) => topic);
  const parts: Buffer[] = [
    int16(-1),
    int16(acknowledgedByAll),
    int32(replicasTimeoutMs),
    int32(byTopic.size),
  ];
  for (const [topic, ofTopic] of byTopic) {
    const name = Buffer.from(topic);
    parts.push(int16(name.length), name, int32(ofTopic.length));
    for (const { partition, batch } of ofTopic) parts.push(int32(partition), int32(batch.length), batch);
  }
  return Buffer.concat(parts);
};

const int16 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value);
  return bytes;
};

const int32 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const decode = (bytes: Buffer): AppendAnswer[] => {
  const answers: AppendAnswer[] = [];
  let at = 0;
  const next32 = (): number => bytes.readInt32BE((at += 4) - 4);
  for (let topics = next32(); topics > 0; topics -= 1) {
    const nameBytes = bytes.readInt16BE(at);
    const topic = bytes.toString('utf8', at + 2, at + 2 + nameBytes);
    at += 2 + nameBytes;
    for (let partitions = next32(); partitions > 0; partitions -= 1) {
      const partition = next32();
      answers.push({
        topic,
        partition,
        code: bytes.readInt16BE(at),
        baseOffset: bytes.readBigInt64BE(at + 2),
      });
      // Behind the code: base offset, time of append, and where the log starts.
      at += 2 + 3 * 8;
    }
  }
  return answers;
};
