import { Controller, type INestApplicationContext } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ordersTopic, parcelsTopic, quarantineTopic, type TopicDefinition } from '@landfall/contracts';
import { Database, messagingTablesSql, migrate, UnitOfWork } from '@landfall/persistence';
import { createTestDatabase, eventually, TestTopics, type TestDatabase } from '@landfall/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Hearing } from './due-times/hearing.ts';
import { advancePast, Positions } from './status/pipe-status.ts';
import {
  assignPartition,
  BatchProcessor,
  ConsumeBatch,
  deterministicId,
  KafkaBatchServer,
  KnownMerchants,
  MessagingModule,
  Outbox,
  outgoing,
  PipeCounters,
  Quarantine,
  RowsInHand,
  type BatchContext,
  type BatchHandler,
  type BatchWork,
  type ReceivedEvent,
  unpack,
} from './index.ts';

class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(
      'CREATE TABLE seen (event_id uuid NOT NULL, order_id uuid NOT NULL, note text CHECK (note <> $$poison$$))',
    );
  }
  async down(): Promise<void> {}
}

const merchant = deterministicId('merchant');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const instant = new Date('2026-01-01T00:00:00Z');

const cancellation = (number: number, note = '') => {
  const orderId = deterministicId('order', number);
  return outgoing(ordersTopic, 'order.cancelled', { version: 1, merchantId: merchant }, {
    orderId,
    cancelledAt: instant.toISOString(),
    ...(note && { note }),
  } as never);
};

const headersOf = (event: ReturnType<typeof cancellation>) => ({
  ce_specversion: '1.0',
  ce_id: event.id,
  ce_type: event.type,
  ce_subject: event.subject,
  ce_version: '1',
  ce_time: instant.toISOString(),
  ce_merchantid: merchant,
});

const record = (offset: number, event: ReturnType<typeof cancellation>) => ({
  offset: String(offset),
  key: Buffer.from(event.subject),
  value: Buffer.from(JSON.stringify(event.data)),
  headers: headersOf(event),
});

/** Stores each event and tells of it once more on the parcels topic. */
const storeAndTell: BatchHandler = async (events, { tx, emit }) => {
  for (const event of events) {
    const { orderId, note } = event.data as { orderId: string; note?: string };
    await tx.query('INSERT INTO seen (event_id, order_id, note) VALUES ($1, $2, $3)', [
      event.id,
      orderId,
      note ?? '',
    ]);
    emit(
      outgoing(
        parcelsTopic,
        'parcel.cancelled',
        { version: 1, merchantId: merchant },
        { parcelId: orderId, orderId, cancelledAt: instant.toISOString() },
      ),
      event,
    );
  }
};

let db: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  db = await createTestDatabase();
  const url = db.urlOf('landfall_pipe_test');
  await migrate({
    adminUrl: db.adminUrl,
    serviceUrl: url,
    schema: 'pipe',
    migrations: [CreateTables1764000000000],
  });
  database = new Database({ url, schema: 'pipe', service: 'pipe' });
  await database.open();
  unitOfWork = new UnitOfWork(database);
});

afterAll(async () => {
  await database.close();
  await db.drop();
});

describe('the protocol of one batch', () => {
  const outbox = new Outbox('pipe', new RowsInHand(), () => undefined);
  let processor: BatchProcessor;
  /** One partition's batch by itself. */
  const process = async (work: Omit<BatchWork, 'handler'>, handler: BatchHandler) => {
    const [outcome] = await processor.process([{ ...work, handler }]);
    return outcome;
  };
  let topic = 0;
  const assign = (partition: number, log = { clusterId: 'c1', low: 0n, high: 100n }) =>
    unitOfWork.run({ pool: 'consumer', merchants: [] }, (tx) =>
      assignPartition(tx, ordersTopic.name, partition, log),
    );
  const seen = () => db.query<{ event_id: string }>('SELECT event_id FROM pipe.seen');
  const fetched = (partition: number, first: number, events: ReturnType<typeof cancellation>[]) => ({
    topic: ordersTopic as TopicDefinition,
    partition,
    records: events.map((event, index) => record(first + index, event)),
    fetchedFrom: BigInt(first),
    nextOffset: BigInt(first + events.length),
  });

  beforeAll(() => {
    processor = new BatchProcessor({
      unitOfWork,
      outbox,
      quarantine: new Quarantine('pipe'),
      merchants: new KnownMerchants(),
      now: () => instant,
    });
  });

  /** The messages that wait for the relay. */
  const waiting = async () =>
    (await db.query<{ messages: string }>('SELECT messages FROM pipe.outbox ORDER BY shard, id')).flatMap(
      (row) => unpack(row.messages),
    );

  const fresh = async () => {
    topic += 1;
    await db.query('TRUNCATE pipe.seen, pipe.outbox, pipe.processed_event, pipe.quarantine');
    await assign(topic);
    return topic;
  };

  it('stores effects, messages and the fence together, and refuses what comes again', async () => {
    const partition = await fresh();
    const batch = fetched(partition, 0, [cancellation(1), cancellation(2)]);
    expect(await process(batch, storeAndTell)).toMatchObject({
      kind: 'applied',
      applied: 2,
      refused: 0,
    });
    expect(await process(batch, storeAndTell)).toMatchObject({
      kind: 'applied',
      applied: 0,
      refused: 2,
    });
    expect(await seen()).toHaveLength(2);
    expect(await waiting()).toHaveLength(2);
  });

  it('applies an event once when it stands twice in the log', async () => {
    const partition = await fresh();
    const twice = [cancellation(1), cancellation(2), cancellation(1)];
    expect(await process(fetched(partition, 0, twice), storeAndTell)).toMatchObject({
      applied: 2,
      repeated: 1,
    });
    expect(await process(fetched(partition, 3, twice), storeAndTell)).toMatchObject({
      applied: 0,
      repeated: 3,
    });
    expect(await seen()).toHaveLength(2);
  });

  it('quarantines the one record that Postgres refuses and applies its neighbours', async () => {
    const partition = await fresh();
    const events = Array.from({ length: 20 }, (_, index) =>
      cancellation(index, index === 13 ? 'poison' : ''),
    );
    const outcome = await process(fetched(partition, 0, events), storeAndTell);
    expect(outcome).toMatchObject({ kind: 'applied', applied: 19, quarantined: 1 });
    expect((await seen()).map((row) => row.event_id).sort()).toEqual(
      events
        .filter((_, index) => index !== 13)
        .map((event) => event.id)
        .sort(),
    );
    const [kept] = await db.query<{ reason: string; record_offset: string }>('SELECT * FROM pipe.quarantine');
    expect(kept).toMatchObject({ reason: 'cannot_be_applied', record_offset: '13' });
    expect((await waiting()).filter((message) => message.topic === quarantineTopic.name)).toHaveLength(1);
  });

  it('tells of no event whose write was sent without waiting and then refused', async () => {
    const partition = await fresh();
    const events = Array.from({ length: 20 }, (_, index) =>
      cancellation(index, index === 13 ? 'poison' : ''),
    );
    const outcome = await process(fetched(partition, 0, events), (some, { tx, emit }) =>
      storeAndTell(some, {
        now: instant,
        emit,
        tx: Object.create(tx, {
          query: { value: async (sql: string, parameters: unknown[]) => tx.execute(sql, parameters) },
        }) as typeof tx,
      }),
    );
    expect(outcome).toMatchObject({ kind: 'applied', applied: 19, quarantined: 1 });
    const told = (await waiting()).filter(({ topic: name }) => name === parcelsTopic.name);
    expect(told.map(({ headers }) => headers['ce_id'])).toHaveLength(19);
  });

  it('applies many partitions in one transaction, each behind its own fence', async () => {
    const partitions = [await fresh(), await fresh(), await fresh()];
    await assign(partitions[0] ?? 0);
    const [a, b, c] = partitions.map((partition, index) => ({
      ...fetched(partition, 0, [
        cancellation(10 * index),
        cancellation(10 * index + 1, index === 1 ? 'poison' : ''),
      ]),
      handler: storeAndTell,
    }));
    if (!a || !b || !c) throw new Error('three works');
    const outcomes = await processor.process([a, b, { ...c, fetchedFrom: 7n }]);
    expect(outcomes).toMatchObject([
      { kind: 'applied', applied: 2, quarantined: 0 },
      { kind: 'applied', applied: 1, quarantined: 1 },
      { kind: 'seek', offset: 0n },
    ]);
    expect(await seen()).toHaveLength(3);
    expect(await processor.process([a, b, c])).toMatchObject([
      { refused: 2 },
      { refused: 2 },
      { applied: 2 },
    ]);
  });

  it('does nothing at all when the surroundings fail', async () => {
    const partition = await fresh();
    const batch = fetched(partition, 0, [cancellation(1)]);
    const failing: BatchHandler = async (events, context) => {
      await storeAndTell(events, context);
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    };
    await expect(process(batch, failing)).rejects.toThrow('ECONNREFUSED');
    expect(await seen()).toHaveLength(0);
    expect(await process(batch, storeAndTell)).toMatchObject({ applied: 1 });
  });

  it('asks to go back when records between the fence and the fetch were not read', async () => {
    const partition = await fresh();
    expect(await process(fetched(partition, 5, [cancellation(1)]), storeAndTell)).toEqual({
      kind: 'seek',
      offset: 0n,
    });
  });

  it('accepts a gap that the log itself has', async () => {
    const partition = await fresh();
    const batch = { ...fetched(partition, 5, [cancellation(1)]), fetchedFrom: 0n };
    expect(await process(batch, storeAndTell)).toMatchObject({ kind: 'applied', applied: 1 });
  });

  it('stops the partition when its last record is not the one that was applied', async () => {
    const partition = await fresh();
    await process(fetched(partition, 0, [cancellation(1)]), storeAndTell);
    const anew = fetched(partition, 0, [cancellation(2), cancellation(3)]);
    expect(await process(anew, storeAndTell)).toMatchObject({ kind: 'stopped' });
    expect(await process(fetched(partition, 1, [cancellation(4)]), storeAndTell)).toMatchObject({
      kind: 'stopped',
    });
    expect(await seen()).toHaveLength(1);
  });

  it.each([
    ['another cluster', { clusterId: 'c2', low: 0n, high: 100n }, 'the cluster is c2'],
    ['a log that ends before the fence', { clusterId: 'c1', low: 0n, high: 0n }, "beyond the log's end"],
    ['a log that begins after the fence', { clusterId: 'c1', low: 9n, high: 99n }, 'deleted unread'],
  ])('stops a partition on %s', async (_, log, because) => {
    const partition = await fresh();
    await process(fetched(partition, 0, [cancellation(1)]), storeAndTell);
    expect((await assign(partition, log)).stoppedBecause).toContain(because);
  });

  it('sets both aside when a topic that was made anew has another broken record in the same place', async () => {
    const broken = (partition: number, key: string) => ({
      ...fetched(partition, 0, [cancellation(1)]),
      records: [{ ...record(0, cancellation(1)), key: Buffer.from(key), value: Buffer.from('{') }],
    });
    const partition = await fresh();
    const anew = () => db.query('DELETE FROM pipe.consumer_offset WHERE partition = $1', [partition]);
    for (const key of ['one', 'another', 'one']) {
      expect(await process(broken(partition, key), storeAndTell)).toMatchObject({ quarantined: 1 });
      await anew();
      await assign(partition);
    }
    expect(await db.query('SELECT FROM pipe.quarantine')).toHaveLength(2);
  });

  it('moves a fence past markers, and never past records that it was put back to', async () => {
    const partition = await fresh();
    const positions = new Positions();
    const settle = async () => {
      await unitOfWork.run({ pool: 'sweeper', merchants: [] }, (tx) => advancePast(tx, positions));
      const [row] = await db.query<{ next_offset: string }>(
        'SELECT next_offset FROM pipe.consumer_offset WHERE partition = $1',
        [partition],
      );
      return Number(row?.next_offset);
    };
    await process(fetched(partition, 0, [cancellation(1), cancellation(2)]), storeAndTell);
    positions.reached(ordersTopic.name, partition, 3n, 2n);
    positions.reached(ordersTopic.name, partition, 4n, 3n);
    expect(await settle()).toBe(4);
    // A backup of Postgres from before the second record is restored under the running process.
    await db.query('UPDATE pipe.consumer_offset SET next_offset = 1 WHERE partition = $1', [partition]);
    expect(await settle()).toBe(1);
  });

  it('counts how often a process began at an offset and got no further', async () => {
    const partition = await fresh();
    expect((await assign(partition)).startsHere).toBe(1);
    expect((await assign(partition)).startsHere).toBe(2);
    await process(fetched(partition, 0, [cancellation(1)]), storeAndTell);
    expect((await assign(partition)).startsHere).toBe(0);
  });
});

describe('the transport on a real broker', () => {
  @Controller()
  class CancellationsConsumer {
    @ConsumeBatch(ordersTopic)
    async apply(
      @Payload() events: ReceivedEvent<typeof ordersTopic>[],
      @Ctx() context: BatchContext,
    ): Promise<void> {
      await storeAndTell(events, context);
    }
  }

  /** The pipe of a service with topics of its own. */
  const withPipe = async (
    work: (pipe: { topics: TestTopics; app: INestApplicationContext }) => Promise<void>,
    gaveUp?: (error: Error) => void,
  ): Promise<void> => {
    await db.query(
      'TRUNCATE pipe.seen, pipe.outbox, pipe.processed_event, pipe.quarantine, pipe.consumer_offset',
    );
    const topics = new TestTopics();
    await topics.create();
    @Module({
      imports: [
        MessagingModule.forRoot({
          useFactory: () => ({
            service: 'pipe',
            brokers: process.env['TEST_KAFKA_BROKERS'] ?? '',
            topicPrefix: topics.prefix,
            unitOfWork,
            now: () => instant,
            sweepByItself: false,
            log: silent,
            ...(gaveUp && { gaveUp }),
          }),
        }),
      ],
      controllers: [CancellationsConsumer],
    })
    class PipeModule {}

    const app = await NestFactory.createApplicationContext(PipeModule, { logger: false });
    const microservice = await NestFactory.createMicroservice(PipeModule, {
      strategy: app.get(KafkaBatchServer),
      logger: false,
    });
    try {
      await microservice.listen();
      await work({ topics, app });
    } finally {
      await microservice.close();
      await app.close();
      await topics.close();
    }
  };

  const put = (topics: TestTopics, event: ReturnType<typeof cancellation>) =>
    topics.put(ordersTopic, {
      key: event.subject,
      value: JSON.stringify(event.data),
      headers: headersOf(event),
    });

  it('carries events from topic to topic, sets strangers aside, and publishes in order', () =>
    withPipe(async ({ topics }) => {
      await topics.put(ordersTopic, { key: 'x', value: 'not json' });
      await topics.put(ordersTopic, {
        key: 'x',
        value: '{"a":',
        headers: { ...headersOf(cancellation(1)), ce_subject: 'x' },
      });
      for (const number of [1, 2, 1, 3]) await put(topics, cancellation(number));
      const parcels = await topics.read(parcelsTopic);
      const told = await parcels.until((records) => records.length >= 3);
      expect(told.map((one) => one.headers['ce_type'])).toEqual(Array(3).fill('parcel.cancelled'));
      const quarantined = await (await topics.read(quarantineTopic)).until((records) => records.length >= 2);
      expect(quarantined.map((one) => (one.value as { reason: string }).reason).sort()).toEqual([
        'malformed_json',
        'not_a_cloud_event',
      ]);
      await eventually(
        () => db.query('SELECT FROM pipe.outbox'),
        (rows) => rows.length === 0,
      );
      expect(await db.query('SELECT FROM pipe.seen')).toHaveLength(3);
    }));

  it('knows until when it has heard all: what waits in a log counts as unheard from when it was seen there', () =>
    withPipe(async ({ topics, app }) => {
      const [nothingTold, oneWaits, stillWaits, applied, later] = [1, 2, 3, 4, 5].map(
        (hour) => new Date(Date.UTC(2026, 0, 1, hour)),
      );
      let now = nothingTold;
      const hearing = new Hearing({
        logEnds: () => app.get(KafkaBatchServer).logEnds(),
        unitOfWork,
        positions: new Positions(),
        now: () => now as Date,
      });
      expect(await hearing.heardUntil()).toEqual(nothingTold);

      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const { promise: held, resolve: hold } = Promise.withResolvers<void>();
      const holding = unitOfWork.run({ pool: 'consumer', merchants: [] }, async (tx) => {
        await tx.query('SELECT FROM consumer_offset FOR UPDATE');
        hold();
        await released;
      });
      await held;
      await put(topics, cancellation(1));
      now = oneWaits;
      expect(await hearing.heardUntil()).toEqual(nothingTold);
      now = stillWaits;
      expect(await hearing.heardUntil()).toEqual(nothingTold);

      release();
      await holding;
      await (await topics.read(parcelsTopic)).until((records) => records.length >= 1);
      now = applied;
      expect(await hearing.heardUntil()).toEqual(oneWaits);
      now = later;
      expect(await hearing.heardUntil()).toEqual(later);
    }));

  /** Counting what was applied fails; resolves the first time. */
  const failToCount = (app: INestApplicationContext, error: () => Error): Promise<void> =>
    new Promise((resolve) =>
      Object.defineProperty(app.get(PipeCounters), 'applied', {
        configurable: true,
        get: () => 0,
        set: () => {
          resolve();
          throw error();
        },
      }),
    );

  it('begins again after a fault of Kafka that its client takes for final', () =>
    withPipe(async ({ topics, app }) => {
      const failed = failToCount(app, () =>
        Object.assign(new Error('Failed to find group coordinator'), { name: 'KafkaJSNonRetriableError' }),
      );
      await put(topics, cancellation(1));
      await failed;
      Reflect.deleteProperty(app.get(PipeCounters), 'applied');
      app.get(PipeCounters).applied = 0;
      await put(topics, cancellation(2));
      await (await topics.read(parcelsTopic)).until((records) => records.length >= 2);
      expect(await db.query('SELECT FROM pipe.seen')).toHaveLength(2);
    }));

  it('says so when an error of its own has ended the consumer for good', async () => {
    const { promise: error, resolve: gaveUp } = Promise.withResolvers<Error>();
    await withPipe(async ({ topics, app }) => {
      failToCount(app, () => new TypeError('a bug'));
      await put(topics, cancellation(1));
      expect(String(await error)).toContain('a bug');
    }, gaveUp);
  });
});
