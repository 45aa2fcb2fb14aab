import { trackingEventsTopic } from '@landfall/contracts';
import pg from 'pg';
import { LandfallClient } from '../../replay/landfall-client.ts';
import { progressLine } from '../../replay/progress.ts';
import { services } from '../../stack/services.ts';
import type { Stack } from '../../stack/stack.ts';
import { startThrowawaySystem, type ThrowawaySystem } from '../../start/throwaway-system.ts';
import type { BenchContext } from '../bench.ts';
import { Callers } from '../intake/callers.ts';
import { readTopic } from '../intake/read-topic.ts';
import { registerParcels, type FreshParcel } from '../latency/register-parcels.ts';
import { watchStates, type StateWatch } from '../latency/state-watch.ts';
import type { ParcelScans } from './parcel-scans.ts';
import type { RunningPipe } from './running-pipe.ts';

const registeredWithinMs = 60_000;

/** Every service, with parcels that have been registered and told of. */
export interface OurPipe extends RunningPipe {
  readonly system: ThrowawaySystem;
  readonly registered: readonly FreshParcel[];
  readonly watch: StateWatch;
}

export interface OurPipeOptions {
  readonly stack: Stack;
  readonly topicPrefix: string;
  readonly parcels: number;
}

/** Starts every service and registers parcels; scans go to the gateway in batches. */
export async function startOurPipe(
  { signal, profileTo, log }: BenchContext,
  { stack, topicPrefix, parcels: count }: OurPipeOptions,
): Promise<OurPipe> {
  const system = await startThrowawaySystem({
    purpose: 'bench',
    clock: 'system',
    stack,
    topicPrefix,
    extra: {
      RATE_LIMIT_PER_SECOND: '1000000',
      RATE_LIMIT_BURST: '1000000',
      ...(profileTo && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileTo}` }),
    },
    signal,
    log,
  });
  try {
    const watch = await watchStates(stack.kafkaBrokers, topicPrefix);
    const callers = new Callers({
      port: Number(new URL(system.url).port),
      path: '/v1/tracking-events/batch',
      headers: { authorization: `Bearer ${system.apiKey}` },
    });
    const stop = async (): Promise<void> => {
      callers.close();
      await watch.stop();
      await system.close();
    };
    try {
      log(`registering ${count} parcels`);
      const client = new LandfallClient(system.url, system.apiKey, system.senderKey);
      const progress = progressLine('parcels registered');
      const registered = await registerParcels(client, count, signal, (done, of) => progress(done, of, ''));
      const ids = registered.map(({ parcelId }) => parcelId);
      const unheard = await watch.until(watch.registered, ids, registeredWithinMs);
      if (unheard > 0) throw new Error(`${unheard} of ${count} registered parcels were never told of`);
      return {
        name: 'ours',
        system,
        registered,
        watch,
        callers,
        load: { atOnce: 4, scansPerRequest: 500 },
        parcels: registered.map(({ parcelId, trackingNumber }) => ({ key: parcelId, trackingNumber })),
        sightings: watch.sightings,
        pids: () => pidsOf(system),
        requireEffects: (scans, earlier = 0) => requireEffects(stack, topicPrefix, scans, earlier),
        stop,
      };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await system.close();
    throw error;
  }
}

/** Of every service and of the servers; throws where one cannot be told. */
function pidsOf({ stack, supervisor }: ThrowawaySystem): Record<string, number> {
  const pids = {
    ...stack.pids(),
    ...Object.fromEntries(services.map(({ name }) => [name, supervisor.pidOf(name)])),
  };
  const unknown = Object.entries(pids).filter(([, pid]) => pid === undefined);
  if (unknown.length > 0) throw new Error(`No process id of ${unknown.map(([name]) => name).join(', ')}`);
  return pids as Record<string, number>;
}

interface Stored {
  readonly keptScans: number;
  readonly keptScansOfOneParcel: number;
  readonly parcelEvents: number;
  readonly waitingToBePublished: number;
  readonly quarantined: number;
  readonly exceptionsOpen: number;
}

const storedSql = `SELECT
  (SELECT count(*)::int FROM carrier_tracking.kept_scan) AS "keptScans",
  (SELECT count(*)::int FROM carrier_tracking.kept_scan WHERE cardinality(parcels) = 1) AS "keptScansOfOneParcel",
  (SELECT count(*)::int FROM exception_detection.parcel_event) AS "parcelEvents",
  (SELECT count(*)::int FROM carrier_tracking.outbox) + (SELECT count(*)::int FROM exception_detection.outbox)
    AS "waitingToBePublished",
  (SELECT count(*)::int FROM carrier_tracking.quarantine) + (SELECT count(*)::int FROM exception_detection.quarantine)
    AS quarantined,
  (SELECT count(*)::int FROM exception_detection.exception WHERE state = 'open') AS "exceptionsOpen"`;

const statesSql = `SELECT parcel_id AS key, (state->'lastEvent'->>'occurredAt')::bigint::text AS last
  FROM exception_detection.parcel`;

/** Each scan is kept, told and folded once, and each parcel's row and last message have its last one. */
async function requireEffects(
  { databaseUrl, kafkaBrokers }: Stack,
  topicPrefix: string,
  scans: ParcelScans,
  earlier: number,
): Promise<Readonly<Record<string, unknown>>> {
  const told = new Map<string, number>();
  await readTopic(kafkaBrokers, topicPrefix + trackingEventsTopic.name, ({ value }) => {
    const { eventId } = JSON.parse(value.toString()) as { eventId: string };
    told.set(eventId, (told.get(eventId) ?? 0) + 1);
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Stored>(storedSql);
    const states = await client.query<{ key: string; last: string }>(statesSql);
    const last = new Map(states.rows.map((row) => [row.key, Number(row.last)]));
    const { exceptionsOpen, ...stored } = rows[0] as Stored;
    const found = {
      ...stored,
      told: told.size,
      toldTwice: [...told.values()].filter((times) => times > 1).length,
      wrongStates: [...scans.last].filter(([key, at]) => last.get(key) !== at).length,
    };
    const all = earlier + scans.made;
    const expected: typeof found = {
      keptScans: all,
      keptScansOfOneParcel: all,
      parcelEvents: all,
      waitingToBePublished: 0,
      quarantined: 0,
      told: all,
      toldTwice: 0,
      wrongStates: 0,
    };
    if (JSON.stringify(found) !== JSON.stringify(expected))
      throw new Error(
        `Other effects than the scans call for:\n${JSON.stringify({ expected, found }, null, 2)}`,
      );
    return { scans: all, parcels: scans.parcels, exceptionsOpen };
  } finally {
    await client.end();
  }
}
