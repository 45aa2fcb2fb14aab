import { rmSync } from 'node:fs';
import type { StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import type { StartedTestContainer } from 'testcontainers';
import { newClusterId } from './kafka-server.ts';
import { freePort } from './ports.ts';
import { databaseName } from './postgres-server.ts';
import { probeKafka, untilReady } from './readiness.ts';
import type { Stack } from './stack.ts';

/** How long a container may take to start, in ms, its image already fetched. */
const startLimitMs = 120_000;

/**
 * Starts Kafka and Postgres with testcontainers, on ports of their own, for one run of tests.
 * Where the Ryuk image cannot be had set TESTCONTAINERS_RYUK_DISABLED=true; where testcontainers takes this machine
 * for a container, TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1.
 */
export async function startContainerStack(options: {
  readonly dataDir: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<Stack> {
  const results = await Promise.allSettled([startKafka(), startPostgres()]);
  const [kafka, postgres] = results;
  const stop = async (): Promise<void> => {
    const started = results.filter((result) => result.status === 'fulfilled');
    await Promise.all(started.map((result) => result.value.container.stop()));
    rmSync(options.dataDir, { recursive: true, force: true });
  };
  try {
    options.signal?.throwIfAborted();
    if (kafka.status === 'rejected')
      throw new Error('The Kafka container did not start', { cause: kafka.reason });
    if (postgres.status === 'rejected') {
      throw new Error('The Postgres container did not start', { cause: postgres.reason });
    }
    await untilReady('Kafka', () => probeKafka(kafka.value.brokers), startLimitMs, options.signal);
    const databaseUrl = postgres.value.container.getConnectionUri();
    return {
      mode: 'docker',
      kafkaBrokers: kafka.value.brokers,
      databaseUrl,
      pids: () => ({}),
      supervise: () => undefined,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPostgres(): Promise<{ readonly container: StartedPostgreSqlContainer }> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer('postgres:18')
    .withDatabase(databaseName)
    .withUsername('postgres')
    .withCommand(['postgres', '-c', 'max_connections=200', '-c', 'fsync=off', '-c', 'timezone=UTC'])
    .withStartupTimeout(startLimitMs)
    .start();
  return { container };
}

/** Kafka tells its clients the address to come back to, so the host's port is fixed before the container starts. */
async function startKafka(): Promise<{ readonly container: StartedTestContainer; readonly brokers: string }> {
  const { GenericContainer, Wait, getContainerRuntimeClient } = await import('testcontainers');
  const runtime = await getContainerRuntimeClient();
  const host = runtime.info.containerRuntime.host;
  const port = await freePort();
  const container = await new GenericContainer('apache/kafka:4.4.0')
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      CLUSTER_ID: newClusterId(),
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:29093',
      KAFKA_LISTENERS: 'INTERNAL://:29092,CONTROLLER://:29093,HOST://:9092',
      KAFKA_ADVERTISED_LISTENERS: `INTERNAL://localhost:29092,HOST://${host}:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,HOST:PLAINTEXT',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'INTERNAL',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_NUM_PARTITIONS: '12',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '8',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS: '8',
      KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_HEAP_OPTS: '-Xms256m -Xmx512m',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(startLimitMs)
    .start();
  return { container, brokers: `${host}:${port}` };
}
