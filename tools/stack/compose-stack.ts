import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { preferredPorts } from './native-stack.ts';
import { choosePort } from './ports.ts';
import { newClusterId } from './kafka-server.ts';
import { adminUrl, databaseName } from './postgres-server.ts';
import { probeKafka, probePostgres, untilReady } from './readiness.ts';
import { cloneId, repositoryRoot } from './repository.ts';
import { lastLines, runCommand } from './run-command.ts';
import type { CommandResult } from './run-command.ts';
import type { Stack } from './stack.ts';
import { readState, writeState } from './state-file.ts';

interface ComposeState {
  readonly kafkaPort: number;
  readonly postgresPort: number;
  readonly password: string;
  /** Kafka's cluster id: new data get a new one, by which services notice that their offsets are of another log. */
  readonly clusterId: string;
}

/** Keeps the containers of two clones apart. */
const project = `landfall-${cloneId()}`;

const stateFile = (dataDir: string): string => join(dataDir, 'compose.json');

function compose(
  args: readonly string[],
  state: ComposeState | undefined,
  signal?: AbortSignal,
): Promise<CommandResult> {
  const env = state && {
    LANDFALL_KAFKA_PORT: String(state.kafkaPort),
    LANDFALL_POSTGRES_PORT: String(state.postgresPort),
    LANDFALL_POSTGRES_PASSWORD: state.password,
    LANDFALL_KAFKA_CLUSTER_ID: state.clusterId,
  };
  return runCommand(
    'docker',
    ['compose', '--project-name', project, '--file', join(repositoryRoot, 'docker-compose.yml'), ...args],
    { cwd: repositoryRoot, env: { ...process.env, ...env }, signal },
  );
}

async function runningContainers(): Promise<number> {
  const { output } = await compose(['ps', '--quiet', '--status', 'running'], undefined);
  return output.split('\n').filter((line) => /^[0-9a-f]{12,}$/.test(line.trim())).length;
}

async function hasVolumes(): Promise<boolean> {
  const filter = `label=com.docker.compose.project=${project}`;
  const { code, output } = await runCommand('docker', ['volume', 'ls', '--quiet', '--filter', filter]);
  return code === 0 && output.trim() !== '';
}

/**
 * Starts `docker-compose.yml` under this clone's own project name and waits until clients can use it.
 * Containers that already run are taken over. Rejects with what Docker said, containers stopped.
 */
export async function startComposeStack(options: {
  readonly dataDir: string;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}): Promise<Stack> {
  const last = readState<ComposeState>(stateFile(options.dataDir));
  const running = last !== undefined && (await runningContainers()) > 0;
  if (!last && (await hasVolumes())) {
    throw new Error(
      `Docker has volumes of this clone, but ${stateFile(options.dataDir)} with their password is gone: ` +
        '"npm run stack -- down --wipe" removes them.',
    );
  }
  const state: ComposeState = running
    ? last
    : {
        kafkaPort: await choosePort(last?.kafkaPort, preferredPorts.kafka),
        postgresPort: await choosePort(last?.postgresPort, preferredPorts.postgres),
        password: last?.password ?? randomBytes(18).toString('hex'),
        clusterId: last?.clusterId ?? newClusterId(),
      };
  writeState(stateFile(options.dataDir), state);
  const kafkaBrokers = `127.0.0.1:${state.kafkaPort}`;
  const databaseUrl = adminUrl(state.postgresPort, state.password, databaseName);
  try {
    options.log('Starting the containers of docker-compose.yml (images are fetched the first time)');
    const up = await compose(['up', '--detach', '--wait', '--wait-timeout', '300'], state, options.signal);
    if (up.code !== 0) throw new Error(composeFailure(up.output));
    await untilReady('Kafka', () => probeKafka(kafkaBrokers), 60_000, options.signal);
    await untilReady('Postgres', () => probePostgres(databaseUrl), 60_000, options.signal);
  } catch (error) {
    if (!running) await compose(['stop'], state);
    throw error;
  }
  return {
    mode: 'docker',
    kafkaBrokers,
    databaseUrl,
    pids: () => ({}),
    // The containers' restart policy does it.
    supervise: () => undefined,
    stop: async () => {
      await compose(['stop'], state);
    },
  };
}

function composeFailure(output: string): string {
  return (
    `docker compose could not start Kafka and Postgres:\n${lastLines(output)}\n` +
    'LANDFALL_STACK=native runs both without Docker (needs Java 17 and Maven).'
  );
}

/** Stops this clone's containers; `wipe` removes their volumes too. */
export async function endComposeStack(dataDir: string, wipe: boolean): Promise<void> {
  const state = readState<ComposeState>(stateFile(dataDir));
  if (!state && !wipe) return;
  const { code, output } = await compose(['down', ...(wipe ? ['--volumes'] : [])], state);
  if (code !== 0) throw new Error(`docker compose down failed:\n${lastLines(output)}`);
}
