import type { INestApplicationContext, Type } from '@nestjs/common';
import type { DatabaseOptions, MigrationOptions } from '@landfall/persistence';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { BaseSettings } from '../config/base-config.ts';
import type { ConfigOf, Settings } from '../config/define-config.ts';
import type { ServiceName } from '@landfall/contracts';

/** A sub-command of a service's program: everything is injectable, nothing is consumed or served. */
export type ServiceCommand = (app: INestApplicationContext, args: string[]) => Promise<void>;

/** Everything that makes one service: what it is called, what it owns, what it does. */
export interface ServiceDefinition {
  name: ServiceName;
  /** Its Postgres schema. */
  schema: string;
  /** Settings beside those of every service; one of the same name takes the place of the common one. */
  settings?: Settings;
  /** In order; the first one makes the pipe's tables (`messagingTablesSql`). */
  migrations: MigrationOptions['migrations'];
  /** TypeORM entities of cold paths. */
  entities?: DatabaseOptions['entities'];
  module: Type<unknown>;
  /**
   * How far apart its fetches from Kafka begin at least while they bring little, in ms. Few and large ones cost
   * everybody less: only what somebody waits for needs more than five a second.
   */
  fetchEveryMs?: number;
  /** Adds what only this service needs, such as body parsers or plugins, before routes are made. */
  configure?: (app: NestFastifyApplication) => void | Promise<void>;
  commands?: Record<string, ServiceCommand>;
}

/** The configuration of a service with settings of its own. */
export type ServiceConfig<Extra extends Settings> = ConfigOf<Omit<BaseSettings, keyof Extra> & Extra> &
  ConfigOf<BaseSettings>;

/** Declares a service; `runService` runs it, tests start it in their own process. */
export const defineService = (definition: ServiceDefinition): ServiceDefinition => definition;
