import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connectKafka, EventProducer, LogWriter, type OutgoingEvent } from '@landfall/messaging';
import { testStack } from './stack.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { TestTopics } from './test-topics.ts';

/** A service as it is built. */
export interface BuiltService {
  /** The file that Node runs. */
  program: string;
  /** Of its own in Postgres. */
  schema: string;
}

/** A service in processes of its own, which a test may kill, on a database and topics that they share. */
export class ServiceProcesses {
  private readonly started: ChildProcess[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly topics: TestTopics,
    private readonly program: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Migrates the database; starts none yet. Throws Error where the migration fails. @param settings beside those that every one needs */
  static async prepare(
    { program, schema }: BuiltService,
    settings: NodeJS.ProcessEnv = {},
  ): Promise<ServiceProcesses> {
    const [database, topics] = [await createTestDatabase(), new TestTopics()];
    await topics.create();
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    const processes = new ServiceProcesses(database, topics, program, {
      ...inherited,
      PORT: '0',
      DATABASE_URL: database.urlOf(`test_${schema}`),
      MIGRATION_DATABASE_URL: database.adminUrl,
      KAFKA_BROKERS: testStack().brokers,
      KAFKA_TOPIC_PREFIX: topics.prefix,
      LANDFALL_MASTER_KEY: randomBytes(32).toString('base64'),
      LOG_LEVEL: 'fatal',
      ...settings,
    });
    const [code] = (await once(processes.run('migrate'), 'exit')) as [number];
    if (code !== 0) throw new Error(`the migration ended with exit code ${code}`);
    return processes;
  }

  run(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, [this.program, ...args], {
      env: this.environment,
      stdio: 'inherit',
    });
    this.started.push(child);
    return child;
  }

  async publish(...events: readonly OutgoingEvent[]): Promise<void> {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const logs = new LogWriter(connectKafka({ clientId: 'test', brokers: testStack().brokers, log }));
    await new EventProducer(logs, 'test', this.topics.prefix).send(events, new Date());
    await logs.close();
  }

  async end(): Promise<void> {
    for (const one of this.started) one.kill('SIGKILL');
    await this.topics.close();
    await this.database.drop();
  }
}
