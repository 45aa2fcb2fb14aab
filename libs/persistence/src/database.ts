import { DataSource, type EntitySchema, type MixedList } from 'typeorm';

/** Small pools, apart, so that a burst at one edge never starves the relay or the sweeper. */
export const poolSizes = { http: 3, consumer: 3, relay: 1, sweeper: 4 } as const;
export type PoolName = keyof typeof poolSizes;

export interface DatabaseOptions {
  /** Connection string of the service's own role. */
  url: string;
  /** The service's schema, alone on the search path. */
  schema: string;
  service: string;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
  entities?: MixedList<Function | string | EntitySchema>;
}

/** A stopped process must not hold the fence's lock for ever. */
const sessionLimits = {
  idle_in_transaction_session_timeout: '10s',
  statement_timeout: '30s',
  lock_timeout: '20s',
  tcp_user_timeout: '10s',
};

/** The service's connections: one TypeORM data source a pool. */
export class Database {
  private readonly sources: Record<PoolName, DataSource>;

  constructor(options: DatabaseOptions) {
    // Nobody's rows are seen until a transaction names its merchants.
    const settings = { ...sessionLimits, search_path: options.schema, 'app.merchants': '{}' };
    const source = (pool: PoolName) =>
      new DataSource({
        type: 'postgres',
        url: options.url,
        schema: options.schema,
        applicationName: `landfall ${options.service} ${pool}`,
        poolSize: poolSizes[pool],
        entities: options.entities ?? [],
        extra: {
          options: Object.entries(settings)
            .map(([name, value]) => `-c ${name}=${value}`)
            .join(' '),
          connectionTimeoutMillis: 5_000,
          keepAlive: true,
          // Statements go out without waiting for the answers to those before them.
          pipeline: true,
        },
        // A connection that dies while idle is replaced by the pool; the next query tells.
        poolErrorHandler: () => undefined,
      });
    this.sources = {
      http: source('http'),
      consumer: source('consumer'),
      relay: source('relay'),
      sweeper: source('sweeper'),
    };
  }

  async open(): Promise<void> {
    await Promise.all(Object.values(this.sources).map((source) => source.initialize()));
  }

  async close(): Promise<void> {
    await Promise.all(
      Object.values(this.sources).map((source) => (source.isInitialized ? source.destroy() : undefined)),
    );
  }

  source(pool: PoolName): DataSource {
    return this.sources[pool];
  }
}
