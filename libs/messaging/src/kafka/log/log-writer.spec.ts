import { describe, expect, it } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import type { Cluster, ProtocolRequest } from './kafkajs-cluster.ts';
import { LogWriter } from './log-writer.ts';

const noLeader = 5;
const int16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value: number) => Buffer.from([0, 0, value >> 8, value & 0xff]);

/** The answer to a produce request for partition 0 of `t`. */
const answer = (code: number, offset: number) =>
  Buffer.concat([
    int32(1),
    int16(1),
    Buffer.from('t'),
    int32(1),
    int32(0),
    int16(code),
    int32(0),
    int32(offset),
    Buffer.alloc(16),
  ]);

/** A broker that answers each append with the next of these codes, and whose metadata fails the next so many times. */
class OneBroker {
  appended = 0;
  failingMetadata = 0;

  constructor(private readonly codes: number[]) {}

  readonly cluster = {
    connect: async () => undefined,
    disconnect: async () => undefined,
    addMultipleTargetTopics: async () => undefined,
    refreshMetadata: async () => {
      if (this.failingMetadata > 0) {
        this.failingMetadata -= 1;
        throw Object.assign(new Error('There is no leader for this topic-partition'), { retriable: true });
      }
    },
    findTopicPartitionMetadata: () => [{ partitionId: 0, leader: 1 }],
    findBroker: async () => ({
      connectionPool: {
        send: async <Answer>({ request, response }: ProtocolRequest<Answer>): Promise<Answer> => {
          await request.encode();
          const code = this.codes.shift() ?? 0;
          if (code === 0) this.appended += 1;
          return response.decode(answer(code, 41));
        },
      },
    }),
  } as unknown as Cluster;

  readonly kafka = { [Symbol('private:Kafka:createCluster')]: () => this.cluster } as unknown as Kafka;
}

const message = { topic: 't', key: 'k', headers: {}, value: '{}' };

describe('a writer of logs', () => {
  it('appends what was refused for a moment, also where it could not even ask in between', async () => {
    const broker = new OneBroker([noLeader]);
    broker.failingMetadata = 2;
    expect(await new LogWriter(broker.kafka).write([message])).toEqual([
      { topic: 't', partition: 0, next: 42n },
    ]);
    expect(broker.appended).toBe(1);
  });

  it('rejects what a broker says nothing of', async () => {
    const broker = new OneBroker([]);
    await expect(new LogWriter(broker.kafka).write([{ ...message, topic: 'other' }])).rejects.toThrow(
      'A broker said nothing of 1 batches',
    );
  });

  it('rejects what no broker takes', async () => {
    const broker = new OneBroker([noLeader, noLeader, noLeader, noLeader]);
    await expect(new LogWriter(broker.kafka).write([message])).rejects.toThrow('it has no leader');
    expect(broker.appended).toBe(0);
  });
});
