import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parcelStatesTopic, trackingEventsTopic } from '@landfall/contracts';
import { Kafka, logLevel } from 'kafkajs';
import type { Scan, StateChanged } from '../../workload/parcel-state.ts';
import { Sightings } from '../end-to-end/sightings.ts';

/** What has been heard of parcels, by parcel id: instants of `performance.now()`. */
export interface StateWatch {
  /** When a parcel's state was told without any scan. */
  readonly registered: ReadonlyMap<string, number>;
  /** When a parcel's scan was told by carrier-tracking. */
  readonly scanned: ReadonlyMap<string, number>;
  /** When a parcel's state was told with a scan. */
  readonly visible: ReadonlyMap<string, number>;
  /** Every state with a scan that was told. */
  readonly sightings: Sightings;
  /** Resolves to how many of the parcels are missing: 0 as soon as all are there, or what is left after `limitMs`. */
  until(heard: ReadonlyMap<string, number>, parcelIds: readonly string[], limitMs: number): Promise<number>;
  stop(): Promise<void>;
}

/** Reads the topics of scans and of parcel states (committed records only) from their beginning. */
export async function watchStates(brokers: string, topicPrefix: string): Promise<StateWatch> {
  const kafka = new Kafka({
    clientId: 'bench-watch',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
  });
  const consumer = kafka.consumer({ groupId: `bench-watch-${randomUUID()}`, allowAutoTopicCreation: false });
  const registered = new Map<string, number>();
  const scanned = new Map<string, number>();
  const visible = new Map<string, number>();
  const sightings = new Sightings();
  const hear = (heard: Map<string, number>, parcelId: string, now: number): void => {
    if (!heard.has(parcelId)) heard.set(parcelId, now);
  };
  await consumer.connect();
  const topics = [trackingEventsTopic, parcelStatesTopic].map((topic) => topicPrefix + topic.name);
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: 12,
    eachBatch: ({ batch }) => {
      const now = performance.now();
      for (const { value } of batch.messages) {
        if (value === null) continue;
        const data = JSON.parse(value.toString()) as Scan | StateChanged;
        if (!('lastMilestone' in data)) hear(scanned, data.parcelId, now);
        else if (data.lastEventAt === null) hear(registered, data.parcelId, now);
        else {
          hear(visible, data.parcelId, now);
          sightings.saw(data.parcelId, Date.parse(data.lastEventAt));
        }
      }
      return Promise.resolve();
    },
  });
  return {
    registered,
    scanned,
    visible,
    sightings,
    until: async (heard, parcelIds, limitMs) => {
      const end = performance.now() + limitMs;
      for (;;) {
        const missing = parcelIds.filter((id) => !heard.has(id)).length;
        if (missing === 0 || performance.now() > end) return missing;
        await delay(100);
      }
    },
    stop: () => consumer.disconnect(),
  };
}
