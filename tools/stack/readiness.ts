import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';

/** One attempt to use a server as a client would; rejects while it is not ready. */
export type Probe = () => Promise<void>;

/** Repeats a probe until it succeeds. Rejects with the last failure after `limitMs`, or when aborted. */
export async function untilReady(
  what: string,
  probe: Probe,
  limitMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > end) {
        throw new Error(`${what} was not ready within ${limitMs / 1000} s: ${(error as Error).message}`);
      }
      await delay(100, undefined, signal ? { signal } : {});
    }
  }
}

/** Asks the broker for its cluster: succeeds once it has registered with its controller. */
export async function probeKafka(brokers: string): Promise<void> {
  const admin = new Kafka({
    clientId: 'landfall-probe',
    brokers: brokers.split(','),
    connectionTimeout: 2_000,
    requestTimeout: 2_000,
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  }).admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    if (cluster.controller === null || cluster.controller < 0)
      throw new Error('the cluster has no controller yet');
  } finally {
    await admin.disconnect();
  }
}

/** Logs in and runs one statement. */
export async function probePostgres(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end();
  }
}
