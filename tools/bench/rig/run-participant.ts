import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { endProcess } from '../../stack/processes.ts';
import { lastLines } from '../../stack/run-command.ts';
import { cpuPerEvent, readCpu } from '../cpu-time.ts';
import type { ParticipantMark, ParticipantSettings, PipeSettings, PipeVariant } from '../participant.ts';
import { readEffects } from './effects.ts';
import type { Effects } from './effects.ts';
import { publishedSince, tipOf } from './published.ts';

export interface ParticipantRun {
  /** The compiled program. */
  readonly main: string;
  readonly brokers: string;
  /** URL of a superuser. */
  readonly databaseUrl: string;
  readonly servers: { readonly kafka: number; readonly postgres: number };
  /** A schema and role of its own, dropped when the run is over. */
  readonly schema: string;
  readonly topicPrefix: string;
  /** Which pipe it is; the baseline has no variants. */
  readonly variant?: PipeVariant | undefined;
  readonly warmUp: number;
  readonly total: number;
  /** A folder for a CPU profile of the whole process. */
  readonly profileTo: string | undefined;
  readonly signal: AbortSignal;
}

export interface ParticipantFigures {
  /** Microseconds per event. */
  readonly cpu: ReturnType<typeof cpuPerEvent<'service' | 'postgres' | 'kafka'>>;
  readonly eventsPerSecond: number;
  readonly effects: Effects;
}

/** How long a run may take, in ms. */
const limitMs = 600_000;

/** Lets a participant apply its topic; measures from the moment when it is warm until it is done. */
export async function runParticipant(run: ParticipantRun): Promise<ParticipantFigures> {
  const { brokers, schema, topicPrefix, variant } = run;
  const settings: ParticipantSettings & Partial<PipeSettings> = {
    brokers,
    adminUrl: run.databaseUrl,
    databaseUrl: roleUrl(run.databaseUrl, schema),
    schema,
    topicPrefix,
    warmUp: run.warmUp,
    total: run.total,
    ...(variant && { variant }),
  };
  const tip = variant === 'publish' ? await tipOf(brokers, topicPrefix) : undefined;
  try {
    const measured = await measure(run, settings);
    const published = tip && (await publishedSince(brokers, tip));
    return { ...measured, effects: await readEffects(run.databaseUrl, schema, published) };
  } finally {
    await dropSchema(run.databaseUrl, run.schema);
  }
}

async function measure(
  { main, servers, profileTo, signal }: ParticipantRun,
  settings: ParticipantSettings,
): Promise<Omit<ParticipantFigures, 'effects'>> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = fork(main, [JSON.stringify(settings)], {
    execArgv: [
      '--disable-warning=TimeoutNegativeWarning',
      ...(profileTo ? ['--cpu-prof', `--cpu-prof-dir=${profileTo}`] : []),
    ],
    env: { ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const pid = child.pid ?? 0;
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-20_000)));
  const finished = new AbortController();
  const reading = (mark: ParticipantMark) => ({
    applied: mark.applied,
    at: performance.now(),
    cpu: readCpu({ service: pid, ...servers }),
  });
  try {
    return await new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why}:\n${lastLines(output, 30)}`));
      let warm: ReturnType<typeof reading> | undefined;
      child.on('message', (mark: ParticipantMark) => {
        try {
          const now = reading(mark);
          if (mark.mark === 'warm') warm = now;
          if (mark.mark === 'warm' || !warm) return;
          const events = now.applied - warm.applied;
          resolve({
            cpu: cpuPerEvent(warm.cpu, now.cpu, events),
            eventsPerSecond: (events * 1_000) / (now.at - warm.at),
          });
        } catch (error) {
          reject(error as Error);
        }
      });
      child.once('error', reject);
      child.once('exit', (code, by) => fail(`${main} ended (${by ?? `exit code ${code}`})`));
      signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: finished.signal });
      delay(limitMs, undefined, { signal: finished.signal }).then(
        () => fail(`${main} had not applied everything after ${limitMs / 1_000} s`),
        () => undefined,
      );
    });
  } finally {
    finished.abort();
    child.removeAllListeners('exit');
    if (pid > 0) await endProcess(pid);
  }
}

function roleUrl(databaseUrl: string, role: string): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = role;
  return url.toString();
}

/** The checkpoint keeps this run's dirty pages out of the next one's figures. */
async function dropSchema(databaseUrl: string, schema: string): Promise<void> {
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
