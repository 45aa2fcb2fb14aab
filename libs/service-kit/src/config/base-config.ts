import { servicePorts, type ServiceName } from '@landfall/contracts';
import { choice, integer, list, secret, text, url } from './settings.ts';
import { mebibyte } from '../requests/body-limit.ts';
import type { ConfigOf } from './define-config.ts';

const urlOf = (service: ServiceName) =>
  url({ default: `http://localhost:${servicePorts[service]}`, production: 'required' });

const postgres = { protocols: ['postgres:', 'postgresql:'], secret: true } as const;

/** What every service is configured with. */
export const baseSettings = (service: ServiceName) => ({
  /** `production` refuses defaults of development and the replay clock. */
  NODE_ENV: text({ default: 'development' }),
  /** The address that it listens at. */
  HOST: text({ default: '127.0.0.1' }),
  /** 0: any that is free. */
  PORT: integer({ default: servicePorts[service], min: 0, max: 65_535 }),
  /** The service's own role. */
  DATABASE_URL: url({
    ...postgres,
    protocols: [...postgres.protocols],
    default: 'postgres://localhost:5432/landfall',
    production: 'required',
  }),
  /** A role that may create schemas, roles and tables: for the `migrate` command only. */
  MIGRATION_DATABASE_URL: url({ ...postgres, protocols: [...postgres.protocols], optional: true }),
  /** `host:port`, with commas between. */
  KAFKA_BROKERS: list({ default: ['localhost:9092'], production: 'required' }),
  /** Before the name of each topic, where several systems share a Kafka. */
  KAFKA_TOPIC_PREFIX: text({ default: '' }),
  /** Signs the tokens that services show each other: the same for all of them. */
  INTERNAL_TOKEN_SECRET: secret({ min: 32, default: 'development only: not a secret at all' }),
  /** `replay`: it is whatever time `PUT /v1/clock` says. */
  LANDFALL_CLOCK: choice(['system', 'replay'], { default: 'system', refusedInProduction: ['replay'] }),
  /** `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`. */
  LOG_LEVEL: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { default: 'info' }),
  /** Where traces go; without it nowhere. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url({ optional: true }),
  /** Requests open at once; more are answered 503. */
  MAX_OPEN_REQUESTS: integer({ default: 500, min: 1 }),
  /** Bytes of their bodies together; more are answered 503. */
  MAX_OPEN_BODY_BYTES: integer({ default: 32 * mebibyte, min: 1 }),
  /** Where services ask what time it is under the replay clock. */
  GATEWAY_URL: url({ default: `http://localhost:${servicePorts.console}`, production: 'required' }),
  /** The address that consumers and merchants see. */
  PUBLIC_URL: url({ default: `http://localhost:${servicePorts.console}`, production: 'required' }),
  /** Where each service answers the others. */
  CONSOLE_URL: urlOf('console'),
  ORDER_INTAKE_URL: urlOf('order-intake'),
  CARRIER_TRACKING_URL: urlOf('carrier-tracking'),
  EXCEPTION_DETECTION_URL: urlOf('exception-detection'),
  NOTIFICATIONS_URL: urlOf('notifications'),
  ANALYTICS_URL: urlOf('analytics'),
  CAPACITY_POOL_URL: urlOf('capacity-pool'),
});

export type BaseSettings = ReturnType<typeof baseSettings>;
export type BaseConfig = ConfigOf<BaseSettings>;

/** The injection token of the service's configuration. */
export const CONFIG = Symbol('configuration');

/** Where each service answers. */
export const serviceUrls = (config: BaseConfig): Record<ServiceName, string> => ({
  console: config.CONSOLE_URL,
  'order-intake': config.ORDER_INTAKE_URL,
  'carrier-tracking': config.CARRIER_TRACKING_URL,
  'exception-detection': config.EXCEPTION_DETECTION_URL,
  notifications: config.NOTIFICATIONS_URL,
  analytics: config.ANALYTICS_URL,
  'capacity-pool': config.CAPACITY_POOL_URL,
});
