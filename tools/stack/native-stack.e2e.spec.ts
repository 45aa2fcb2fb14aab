import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { nativeProblems, startNativeStack } from './native-stack.ts';
import type { NativeOptions } from './native-stack.ts';
import { commandLineOf, findProcesses, sendSignal } from './processes.ts';
import { probeKafka, probePostgres, untilReady } from './readiness.ts';
import type { Stack } from './stack.ts';
import { createTopics } from './topics.ts';

const possible = nativeProblems().length === 0;

async function query<Row>(databaseUrl: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

(possible ? describe : describe.skip)('native Kafka and Postgres', () => {
  let dir: string;
  let stack: Stack | undefined;
  const start = async (options: Partial<NativeOptions> = {}): Promise<Stack> => {
    stack = await startNativeStack({
      dataDir: join(dir, 'stack'),
      keep: true,
      durable: true,
      reuse: false,
      log: () => undefined,
      ...options,
    });
    return stack;
  };

  beforeEach(() => {
    // Not mkdtemp, whose folders the account that Postgres runs as could not enter.
    dir = join(tmpdir(), `landfall-stack-${randomBytes(4).toString('hex')}`);
  });
  afterEach(async () => {
    await stack?.stop();
    stack = undefined;
    rmSync(dir, { recursive: true, force: true });
  });

  it('come back after kill -9 with their data, on the same ports', async () => {
    const { kafkaBrokers, databaseUrl, pids, supervise } = await start();
    await createTopics(kafkaBrokers, 'kept.');
    await query(databaseUrl, 'create table kept as select 42 as answer');
    const back = new Set<string>();
    const bothBack = new Promise<void>((done) => {
      supervise((line) => {
        if (/is back$/.test(line)) back.add(line);
        if (back.size === 2) done();
      });
    });
    const { kafka, postgres } = pids();
    sendSignal(kafka as number, 'SIGKILL');
    sendSignal(postgres as number, 'SIGKILL');
    await bothBack;

    expect(await query(databaseUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await probeKafka(kafkaBrokers);
    expect(pids().kafka).not.toBe(kafka);
  });

  it('replace what a killed run left running on the same data', async () => {
    const first = await start();
    await query(first.databaseUrl, 'create table kept as select 42 as answer');
    const orphans = first.pids();
    const second = await start();

    expect(commandLineOf(orphans.kafka as number)).toBeUndefined();
    expect(commandLineOf(orphans.postgres as number)).toBeUndefined();
    expect(await query(second.databaseUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('put a half-written data folder aside and make a new one', async () => {
    await (await start()).stop();
    truncateSync(join(dir, 'stack', 'kafka', 'data', 'meta.properties'));
    rmSync(join(dir, 'stack', 'postgres', 'data', 'global', 'pg_control'));
    renameSync(join(dir, 'stack', 'kafka'), join(dir, 'stack', 'kafka.new'));

    const { kafkaBrokers, databaseUrl } = await start();
    await untilReady('Kafka', () => probeKafka(kafkaBrokers), 30_000);
    await probePostgres(databaseUrl);
  });

  it('leave no process and no folder behind when they were temporary', async () => {
    const temporary = await start({ keep: false, durable: false });
    const { kafka, postgres } = temporary.pids();
    await temporary.stop();

    expect(existsSync(join(dir, 'stack'))).toBe(false);
    expect([commandLineOf(kafka as number), commandLineOf(postgres as number)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(findProcesses(join(dir, 'stack'))).toEqual([]);
  });

  it('stop what has been started when the start is abandoned', async () => {
    const abandoned = new AbortController();
    const starting = start({ signal: abandoned.signal });
    const watched = new Promise<void>((done) => {
      const look = setInterval(() => {
        if (findProcesses('kafka.Kafka', join(dir, 'stack')).length === 0) return;
        clearInterval(look);
        done();
      }, 20);
    });
    await watched;
    abandoned.abort(new Error('enough'));

    await expect(starting).rejects.toThrow('enough');
    expect(findProcesses(join(dir, 'stack'))).toEqual([]);
  });
});
