import { mkdirSync, rmSync } from 'node:fs';
import { findJava, findMaven } from './java.ts';
import { hasKafkaJars } from './kafka-jars.ts';
import { kafkaServer } from './kafka-server.ts';
import { NativeServer } from './native-server.ts';
import { postgresProblem, postgresServer } from './postgres-server.ts';
import type { PostgresServerKind } from './postgres-server.ts';
import type { Stack } from './stack.ts';

/** Ports that a native or Docker stack prefers: beside the usual ones, which a user may have in use. */
export const preferredPorts = { kafka: 59092, postgres: 55432 };

/** What this machine lacks for a native stack; empty when nothing. */
export function nativeProblems(): string[] {
  const java = findJava();
  const maven = hasKafkaJars() ? undefined : findMaven();
  return [
    'problem' in java ? java.problem : undefined,
    maven && 'problem' in maven ? maven.problem : undefined,
    postgresProblem(),
  ].filter((problem) => problem !== undefined);
}

export interface NativeOptions {
  readonly dataDir: string;
  /** Fixed ports and a Postgres that syncs to disk, on a folder that stays; else random ports and a folder that goes. */
  readonly keep: boolean;
  readonly durable: boolean;
  readonly countStatements?: boolean | undefined;
  /** Takes over servers that already run on the folder and leaves them to their starter at `stop()`. */
  readonly reuse: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly log: (line: string) => void;
}

async function servers(
  dataDir: string,
  options: Pick<NativeOptions, 'keep' | 'durable' | 'countStatements' | 'log'>,
): Promise<{ kafka: NativeServer; postgres: NativeServer; postgresKind: PostgresServerKind }> {
  const ports = options.keep ? preferredPorts : { kafka: undefined, postgres: undefined };
  const postgresKind = await postgresServer({
    dataDir,
    preferredPort: ports.postgres,
    durable: options.durable,
    countStatements: options.countStatements,
  });
  const kafka = new NativeServer(kafkaServer({ dataDir, preferredPort: ports.kafka, log: options.log }));
  return { kafka, postgres: new NativeServer(postgresKind), postgresKind };
}

/** Starts Kafka and Postgres as processes of this machine. Rejects with the log of the one that does not come up. */
export async function startNativeStack(options: NativeOptions): Promise<Stack> {
  mkdirSync(options.dataDir, { recursive: true });
  const { kafka, postgres, postgresKind } = await servers(options.dataDir, options);
  const starts = { reuse: options.reuse, signal: options.signal };
  const results = await Promise.allSettled([kafka.start(starts), postgres.start(starts)]);
  const stop = async (): Promise<void> => {
    await Promise.all([kafka.stop(), postgres.stop()]);
    if (!options.keep) {
      postgresKind.wipe();
      rmSync(options.dataDir, { recursive: true, force: true });
    }
  };
  const failures = results
    .filter((result) => result.status === 'rejected')
    .map((result) => result.reason as Error);
  if (failures[0]) {
    await stop();
    options.signal?.throwIfAborted();
    throw new Error(failures.map((failure) => failure.message).join('\n'));
  }
  return {
    mode: 'native',
    kafkaBrokers: `127.0.0.1:${kafka.port}`,
    databaseUrl: postgresKind.databaseUrl(postgres.port),
    pids: () => ({
      ...(kafka.pid === undefined ? {} : { kafka: kafka.pid }),
      ...(postgres.pid === undefined ? {} : { postgres: postgres.pid }),
    }),
    supervise: (report) => {
      void kafka.supervise(report);
      void postgres.supervise(report);
    },
    stop,
  };
}

/** Ends every Kafka and Postgres process on a data folder, whoever started it; `wipe` removes their data. */
export async function endNativeServers(dataDir: string, wipe: boolean): Promise<void> {
  const { kafka, postgres, postgresKind } = await servers(dataDir, {
    keep: true,
    durable: true,
    log: () => undefined,
  });
  await Promise.all([kafka.stopAll(), postgres.stopAll()]);
  if (!wipe) return;
  postgresKind.wipe();
  rmSync(dataDir, { recursive: true, force: true });
}
