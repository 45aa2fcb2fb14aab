import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { carrierPayloadsTopic, parcelsTopic, type DataOf } from '@landfall/contracts';
import { outgoing, type OutgoingEvent } from '@landfall/messaging';
import type { SettleStatus } from '@landfall/service-kit';
import type { Kafka } from 'kafkajs';

type Registration = DataOf<typeof parcelsTopic, 'parcel.registered'>;

/** Where a test's topics are. */
interface Topics {
  kafka: Kafka;
  prefix: string;
}

/** What runs in processes of its own: this service as it is built. */
export const builtService = {
  program: join(import.meta.dirname, '..', 'dist', 'main.js'),
  schema: 'carrier_tracking',
};

const money = { amount: '20.00', currency: 'USD' };

/** A parcel that was registered, from China to the United States, changed where a test says so. */
export const parcelRegistered = (merchantId: string, changes: Partial<Registration>): OutgoingEvent =>
  outgoing(
    parcelsTopic,
    'parcel.registered',
    { version: 1, merchantId },
    {
      parcelId: randomUUID(),
      orderId: randomUUID(),
      externalOrderId: 'order-1',
      marketplace: 'shop',
      purpose: 'outbound',
      replacesParcelId: null,
      trackingNumbers: [],
      routeId: null,
      originCountry: 'CN',
      destination: { country: 'US', state: null, city: null },
      placedAt: '2026-03-04T00:00:00Z',
      registeredAt: '2026-03-05T00:00:00Z',
      shippedAt: null,
      promisedAt: null,
      promiseSource: null,
      declaredWeightGrams: null,
      price: money,
      goodsCost: money,
      goodsCostAssumed: false,
      logisticsCost: null,
      buyerReference: randomUUID(),
      cancelledAt: null,
      ...changes,
    },
  );

/** Tells a status that shows all applied and told that stands in the logs now, and nothing due. */
export const allAppliedOf = async ({ kafka, prefix }: Topics): Promise<(status: SettleStatus) => boolean> => {
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map<string, bigint>();
  for (const { name } of [parcelsTopic, carrierPayloadsTopic])
    for (const { partition, high } of await admin.fetchTopicOffsets(prefix + name))
      ends.set(`${name}/${partition}`, BigInt(high));
  await admin.disconnect();
  return ({ fences, outboxEmpty, nextDueAt }) =>
    outboxEmpty &&
    nextDueAt === null &&
    [...ends].every(([place, end]) =>
      fences.some(
        ({ topic, partition, nextOffset }) => `${topic}/${partition}` === place && BigInt(nextOffset) >= end,
      ),
    );
};
