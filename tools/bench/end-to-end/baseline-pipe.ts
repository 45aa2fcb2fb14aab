import { join } from 'node:path';
import { trackingEventsTopic } from '@landfall/contracts';
import pg from 'pg';
import { stateDir } from '../../stack/repository.ts';
import type { Stack } from '../../stack/stack.ts';
import { createTopics } from '../../stack/topics.ts';
import { buildPrograms } from '../../workload/build-programs.ts';
import type { VisibleScan } from '../baseline/visible-scans.ts';
import type { BenchContext } from '../bench.ts';
import { Callers } from '../intake/callers.ts';
import { Program } from '../intake/program.ts';
import type { ParticipantSettings } from '../participant.ts';
import { roleUrl } from '../rig/run-participant.ts';
import { serversOf } from '../rig/servers.ts';
import type { ParcelScans } from './parcel-scans.ts';
import type { RunningPipe } from './running-pipe.ts';
import { Sightings } from './sightings.ts';

const startLimitMs = 60_000;

export interface BaselinePipeOptions {
  readonly stack: Stack;
  readonly topicPrefix: string;
  /** Of the baseline's consumer: a schema and its role. */
  readonly schema: string;
  readonly parcels: number;
}

/**
 * The baseline end to end: Express takes a scan a request and sends it, `ServerKafka` applies it with one TypeORM
 * transaction. It looks up nobody's registration, applies no rule, and what it tells stays in its outbox.
 */
export async function startBaselinePipe(
  { signal }: BenchContext,
  { stack, topicPrefix, schema, parcels }: BaselinePipeOptions,
): Promise<RunningPipe> {
  const servers = serversOf('the baseline', stack);
  await buildPrograms('bench', signal);
  await createTopics(stack.kafkaBrokers, topicPrefix);
  const main = (name: string): string => join(stateDir, 'bench', 'bench', 'baseline', name);
  const intake = new Program({
    main: main('intake.main.js'),
    settings: { brokers: stack.kafkaBrokers, topic: topicPrefix + trackingEventsTopic.name },
  });
  const consumer = new Program({
    main: main('main.js'),
    settings: {
      brokers: stack.kafkaBrokers,
      adminUrl: stack.databaseUrl,
      databaseUrl: roleUrl(stack.databaseUrl, schema),
      schema,
      warmUp: Number.MAX_SAFE_INTEGER,
      total: Number.MAX_SAFE_INTEGER,
      topicPrefix,
      tellEach: true,
    } satisfies ParticipantSettings,
  });
  const sightings = new Sightings();
  consumer.on<Partial<VisibleScan>>(({ visible }) => {
    if (visible) sightings.saw(visible[0], Date.parse(visible[1]));
  });
  const stopPrograms = async (): Promise<void> => void (await Promise.all([intake.stop(), consumer.stop()]));
  try {
    const [{ port }] = await Promise.all([
      intake.heard<{ port: number }>('port', startLimitMs),
      consumer.heard<{ listening: true }>('listening', startLimitMs),
    ]);
    const callers = new Callers({ port, path: '/tracking-events' });
    const numbers = Array.from({ length: parcels }, (_, index) => `LFBASE${String(index).padStart(8, '0')}`);
    return {
      name: 'baseline',
      callers,
      load: { atOnce: 64, scansPerRequest: 1 },
      parcels: numbers.map((number) => ({ key: number, trackingNumber: number })),
      sightings,
      pids: () => ({ intake: intake.pid, consumer: consumer.pid, ...servers }),
      requireEffects: (scans) => requireEffects(stack.databaseUrl, schema, scans),
      stop: async () => {
        callers.close();
        await stopPrograms();
      },
    };
  } catch (error) {
    await stopPrograms();
    throw error;
  }
}

/** Each scan is applied once and has one message waiting. */
async function requireEffects(
  databaseUrl: string,
  schema: string,
  scans: ParcelScans,
): Promise<Readonly<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ processed: number; messages: number; versions: number }>(`SELECT
      (SELECT count(*)::int FROM ${schema}.processed_event) AS processed,
      (SELECT count(*)::int FROM ${schema}.outbox_message) AS messages,
      (SELECT sum(version)::int FROM ${schema}.parcel_state) AS versions`);
    const times = await client.query<{ last: string }>(
      `SELECT (extract(epoch FROM last_event_at) * 1000)::bigint::text AS last FROM ${schema}.parcel_state ORDER BY 1`,
    );
    const found = { ...rows[0], last: times.rows.map((row) => row.last).join() };
    const expected: typeof found = {
      processed: scans.made,
      messages: scans.made,
      versions: scans.made,
      last: [...scans.last.values()].map(String).sort().join(),
    };
    if (JSON.stringify(found) !== JSON.stringify(expected))
      throw new Error(
        `The baseline has other effects than the scans call for:\n${JSON.stringify({ expected, found }).slice(0, 2_000)}`,
      );
    return { scans: scans.made, parcels: scans.parcels };
  } finally {
    await client.end();
  }
}
