import { migrate } from '@landfall/persistence';
import { EventProducer, LogWriter, connectKafka, type OutgoingEvent } from '@landfall/messaging';
import {
  Clock,
  createService,
  InternalTokens,
  loadConfig,
  ReplayClock,
  type ServiceDefinition,
  type SettleStatus,
} from '@landfall/service-kit';
import { createLogger } from '@landfall/telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createTestDatabase } from './test-database.ts';
import { testStack } from './stack.ts';
import { TestTopics } from './test-topics.ts';

export interface TestService {
  /** Where the service answers. */
  url: string;
  app: NestFastifyApplication;
  topics: TestTopics;
  /** An internal token of a merchant, as the gateway would pass it on. */
  tokenOf(merchantId: string, scopes: string[]): Promise<string>;
  /** A fresh internal token of another service. */
  serviceToken(): Promise<string>;
  /** SQL as the administrator, past row-level security; name tables with their schema. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Puts an event on its topic as its owner would, at the service's present instant. */
  publish(...events: OutgoingEvent[]): Promise<void>;
  /** Puts the replay clock forward and fires what is due. */
  setClock(now: Date): Promise<SettleStatus>;
  close(): Promise<void>;
}

export interface TestServiceOptions {
  env?: Record<string, string>;
  /** Runs the service on a replay clock that stands here. */
  now?: Date;
}

const secret = 'only for tests: thirty-two characters';

/** Runs a whole service in this process on a database and topics of its own. */
export const startTestService = async (
  definition: ServiceDefinition,
  { env = {}, now }: TestServiceOptions = {},
): Promise<TestService> => {
  const [database, topics] = [await createTestDatabase(), new TestTopics()];
  const serviceUrl = database.urlOf(`test_${definition.schema}`);
  await Promise.all([
    topics.create(),
    migrate({
      adminUrl: database.adminUrl,
      serviceUrl,
      schema: definition.schema,
      migrations: definition.migrations,
    }),
  ]);
  const config = loadConfig(definition, {
    PORT: '0',
    DATABASE_URL: serviceUrl,
    KAFKA_BROKERS: testStack().brokers,
    KAFKA_TOPIC_PREFIX: topics.prefix,
    INTERNAL_TOKEN_SECRET: secret,
    LANDFALL_CLOCK: now ? 'replay' : 'system',
    ...env,
  });
  process.env['LOG_LEVEL'] ??= 'fatal';
  const logger = createLogger(definition.name);
  const app = await createService(definition, config, logger);
  const clock = app.get(Clock);
  if (now && clock instanceof ReplayClock) clock.set(now);
  await app.listen({ port: 0, host: '127.0.0.1' });
  await app.startAllMicroservices();

  const url = await app.getUrl();
  const tokens = new InternalTokens(secret);
  const serviceToken = () => tokens.signService('console');
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const logs = new LogWriter(connectKafka({ clientId: 'test', brokers: testStack().brokers, log }));
  const producer = new EventProducer(logs, 'test', topics.prefix);
  return {
    url,
    app,
    topics,
    serviceToken,
    tokenOf: (merchantId, scopes) => tokens.sign({ merchantId, scopes, keyId: merchantId }),
    query: (sql, parameters) => database.query(sql, parameters),
    publish: (...events) => producer.send(events, clock.now()),
    setClock: async (instant) => {
      const answer = await fetch(`${url}/internal/clock`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await serviceToken()}`, 'content-type': 'application/json' },
        body: JSON.stringify({ now: instant.toISOString() }),
      });
      if (!answer.ok) throw new Error(`/internal/clock answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as SettleStatus;
    },
    close: async () => {
      await logs.close();
      await app.close();
      await topics.close();
      await database.drop();
    },
  };
};
