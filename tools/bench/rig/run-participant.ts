import pg from 'pg';
import { serviceFlags } from '../../stack/node-flags.ts';
import { cpuPerEvent, readCpu } from '../cpu-time.ts';
import type { Aged } from '../growth/aged-parcels.ts';
import type { ParticipantSettings, PipeSettings, PipeVariant } from '../participant.ts';
import { MessageTally, readEffects, requireSame } from './effects.ts';
import type { Effects } from './effects.ts';
import { whileRunning } from './participant-process.ts';
import type { ParticipantProgram, RunningParticipant } from './participant-process.ts';
import { tallyPublished, tipOf } from './published.ts';
import type { Servers } from './servers.ts';

export interface ParticipantRun extends ParticipantProgram {
  readonly brokers: string;
  /** URL of a superuser. */
  readonly databaseUrl: string;
  /** A schema and role of its own, dropped when the run is over, unless it stays. */
  readonly schema: string;
  readonly stays?: boolean;
  readonly aged?: Aged | undefined;
  readonly topicPrefix: string;
  readonly variant?: PipeVariant | undefined;
  readonly warmUp: number;
  /** Records until it is done; without it, it goes on until it is told where to end. */
  readonly total?: number;
  readonly tellCommits?: boolean;
  /** When the first of its events happened, where its tables hold more than it applies. */
  readonly since?: Date | undefined;
  /** What it must leave behind, where it leaves anything; asked when the work is done. */
  readonly expected?: (() => Effects) | undefined;
  /** Rejects where it has left something else; asked when the work is done. */
  readonly check?: ((databaseUrl: string, schema: string) => Promise<void>) | undefined;
}

export interface ParticipantFigures {
  /** Microseconds per event. */
  readonly cpu: ReturnType<typeof cpuPerEvent<'service' | 'postgres' | 'kafka'>>;
  readonly eventsPerSecond: number;
}

/** Works with a participant on its topic. Rejects when that leaves other effects than those expected. */
export async function withParticipant<T>(
  run: ParticipantRun,
  work: (participant: RunningParticipant) => Promise<T>,
): Promise<T> {
  const { brokers, schema, topicPrefix, variant } = run;
  const settings: ParticipantSettings & Partial<PipeSettings> = {
    brokers,
    adminUrl: run.databaseUrl,
    databaseUrl: roleUrl(run.databaseUrl, schema),
    schema,
    topicPrefix,
    warmUp: run.warmUp,
    total: run.total ?? Number.MAX_SAFE_INTEGER,
    ...(run.tellCommits && { tellCommits: true }),
    ...(variant && { variant }),
    ...(run.aged && { aged: run.aged }),
  };
  const tip = variant === 'publish' ? await tipOf(brokers, topicPrefix) : undefined;
  try {
    const result = await whileRunning(
      { ...run, flags: run.flags ?? (variant && serviceFlags) },
      settings,
      work,
    );
    if (run.expected) {
      const told = new MessageTally();
      if (tip) await tallyPublished(brokers, tip, told);
      const found = await readEffects(run.databaseUrl, schema, {
        told,
        ...(run.since && { since: run.since }),
      });
      requireSame(schema, found, run.expected());
    }
    await run.check?.(run.databaseUrl, schema);
    return result;
  } finally {
    if (!run.stays) await dropSchema(run.databaseUrl, run.schema);
  }
}

/** Measures a participant from the moment when it is warm until it is done. */
export const runParticipant = (run: ParticipantRun, servers: Servers): Promise<ParticipantFigures> =>
  withParticipant(run, async (participant) => {
    const { promise, resolve } = Promise.withResolvers<ParticipantFigures>();
    const reading = (applied: number) => ({
      applied,
      at: performance.now(),
      cpu: readCpu({ service: participant.pid, ...servers }),
    });
    let warm: ReturnType<typeof reading> | undefined;
    participant.onMark(({ mark, applied }) => {
      const now = reading(applied);
      if (mark === 'warm') warm = now;
      if (mark !== 'done' || !warm) return;
      const events = now.applied - warm.applied;
      resolve({
        cpu: cpuPerEvent(warm.cpu, now.cpu, events),
        eventsPerSecond: (events * 1_000) / (now.at - warm.at),
      });
    });
    return promise;
  });

/** The URL of a participant's own role, whose password is its name. */
export function roleUrl(databaseUrl: string, role: string): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = role;
  return url.toString();
}

/** The checkpoint keeps this run's dirty pages out of the next one's figures. */
export async function dropSchema(databaseUrl: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await client.query(`DROP ROLE IF EXISTS ${schema}`);
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
