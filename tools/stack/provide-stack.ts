import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startComposeStack } from './compose-stack.ts';
import { startContainerStack } from './container-stack.ts';
import { dockerEngine } from './docker-engine.ts';
import { endNativeServers, nativeProblems, startNativeStack } from './native-stack.ts';
import { claim, ownerOf, release } from './ownership.ts';
import { probeKafka, probePostgres } from './readiness.ts';
import { startDir, stateDir } from './repository.ts';
import type { Stack, StackMode, StackOptions } from './stack.ts';
import { readState, writeState } from './state-file.ts';

/** What is kept of a running stack, so that other commands can find it. */
export interface StackRecord {
  readonly mode: StackMode;
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  /** True when `npm run stack -- up` started it: it then outlives its starter. */
  readonly detached: boolean;
}

const recordOf = (dataDir: string): string => join(dataDir, 'stack.json');

/** The stack last brought up on a data folder and not stopped since; it may have been killed. */
export function stackRecord(dataDir: string): StackRecord | undefined {
  return readState<StackRecord>(recordOf(dataDir));
}

/** Removes the record of a stopped stack. */
export function forgetStack(dataDir: string): void {
  rmSync(recordOf(dataDir), { force: true });
}

/**
 * Provides a real Kafka and a real Postgres, from the first of: `KAFKA_BROKERS` and `DATABASE_URL` (for tests, bench
 * and chaos only with LANDFALL_TEST_EXTERNAL=1), a Docker engine, native processes. LANDFALL_STACK=docker or native
 * forces one. Rejects with one message that names what is missing when there is no way.
 */
export async function provideStack(options: StackOptions): Promise<Stack> {
  const keep = options.purpose === 'start';
  const external = externalServers(keep);
  if (external && (options.mode ?? 'external') === 'external') return externalStack(external);

  const dataDir = options.dataDir ?? (keep ? startDir : temporaryDir(options.purpose));
  if (!keep) await removeAbandoned(options.purpose);
  claim(dataDir);
  try {
    const stack = await startStack(options, dataDir, keep);
    return stack;
  } catch (error) {
    release(dataDir);
    if (!keep) rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

async function startStack(options: StackOptions, dataDir: string, keep: boolean): Promise<Stack> {
  const log = options.log ?? ((): void => undefined);
  const mode = chooseMode(options.mode, keep, stackModeOf(dataDir));
  const { signal } = options;
  const running = stackRecord(dataDir);
  const leave = keep && running?.detached === true && running.mode === mode;
  const started =
    mode === 'docker'
      ? await (keep ? startComposeStack({ dataDir, log, signal }) : startContainerStack({ dataDir, signal }))
      : await startNativeStack({
          dataDir,
          keep,
          durable: options.purpose !== 'test',
          countStatements: options.countStatements,
          reuse: leave,
          signal,
          log,
        });
  if (keep) {
    const { kafkaBrokers, databaseUrl } = started;
    const detached = leave || (options.detached ?? false);
    writeState(recordOf(dataDir), { mode, kafkaBrokers, databaseUrl, detached } satisfies StackRecord);
    writeState(join(dataDir, 'mode.json'), { mode });
  }
  return {
    ...started,
    stop: async () => {
      if (!leave && !options.detached) {
        await started.stop();
        if (keep) forgetStack(dataDir);
      }
      release(dataDir);
    },
  };
}

/** The mode that a data folder was made with: the data of the other mode would not be there. */
function stackModeOf(dataDir: string): StackMode | undefined {
  return readState<{ mode: StackMode }>(join(dataDir, 'mode.json'))?.mode;
}

/** Decides between Docker and native. Throws one message that names everything missing when neither is possible. */
export function chooseMode(
  wanted: StackMode | undefined,
  keep: boolean,
  last: StackMode | undefined,
  machine: { docker: () => boolean; nativeProblems: () => string[] } = {
    docker: () => (keep ? dockerEngine().compose : dockerEngine().engine),
    nativeProblems,
  },
): 'docker' | 'native' {
  const forced = wanted ?? process.env['LANDFALL_STACK'];
  if (forced && forced !== 'docker' && forced !== 'native') {
    throw new Error(`LANDFALL_STACK is "${forced}"; it may be docker or native`);
  }
  const needDocker = keep ? 'a Docker engine with the compose plug-in' : 'a Docker engine';
  if (forced === 'docker') {
    if (machine.docker()) return 'docker';
    throw new Error(
      `LANDFALL_STACK=docker, but ${needDocker} does not answer (docker info, docker compose version)`,
    );
  }
  if (!forced && last !== 'native' && machine.docker()) return 'docker';
  const problems = machine.nativeProblems();
  if (problems.length === 0) return 'native';
  if (!forced && machine.docker()) return 'docker';
  throw new Error(
    [
      'Kafka and Postgres are needed, and there is no way to run them here. Any one of these is enough:',
      '  - KAFKA_BROKERS and DATABASE_URL, naming servers that already run (Postgres 18, a role that may create roles)',
      `  - ${needDocker}`,
      `  - run natively; missing for that: ${problems.join('; ')}`,
    ].join('\n'),
  );
}

function temporaryDir(purpose: string): string {
  return join(stateDir, `${purpose}-${randomBytes(4).toString('hex')}`);
}

/** Ends what killed runs of this purpose left behind: their servers and their folders. */
async function removeAbandoned(purpose: string): Promise<void> {
  if (!existsSync(stateDir)) return;
  const settledMs = 10_000;
  for (const entry of readdirSync(stateDir)) {
    const dir = join(stateDir, entry);
    if (!new RegExp(`^${purpose}-[0-9a-f]{8}$`).test(entry)) continue;
    const { mtimeMs } = statSync(dir, { throwIfNoEntry: false }) ?? {};
    if (mtimeMs !== undefined && Date.now() - mtimeMs > settledMs && !ownerOf(dir))
      await endNativeServers(dir, true);
  }
}

interface ExternalServers {
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
}

/** The user's own servers, when both are named and may be used. Throws when only one of them is named. */
export function externalServers(
  keep: boolean,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ExternalServers | undefined {
  if (!keep && env['LANDFALL_TEST_EXTERNAL'] !== '1') return undefined;
  const kafkaBrokers = env['KAFKA_BROKERS'];
  const databaseUrl = env['DATABASE_URL'];
  if (!kafkaBrokers && !databaseUrl) return undefined;
  if (kafkaBrokers && databaseUrl) return { kafkaBrokers, databaseUrl };
  const [given, absent] = kafkaBrokers
    ? ['KAFKA_BROKERS', 'DATABASE_URL']
    : ['DATABASE_URL', 'KAFKA_BROKERS'];
  throw new Error(`${given} is set but ${absent} is not: set both to use running servers, or none`);
}

async function externalStack(servers: ExternalServers): Promise<Stack> {
  const describe = (what: string, error: unknown): never => {
    throw new Error(`${what} cannot be used: ${(error as Error).message || String(error)}`, { cause: error });
  };
  await probeKafka(servers.kafkaBrokers).catch((error: unknown) => describe('KAFKA_BROKERS', error));
  await probePostgres(servers.databaseUrl).catch((error: unknown) => describe('DATABASE_URL', error));
  return {
    mode: 'external',
    ...servers,
    pids: () => ({}),
    supervise: () => undefined,
    stop: () => Promise.resolve(),
  };
}
