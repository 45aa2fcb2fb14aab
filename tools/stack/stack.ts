/** Where Kafka and Postgres come from. */
export type StackMode = 'external' | 'docker' | 'native';

/** A running Kafka and Postgres. */
export interface Stack {
  readonly mode: StackMode;
  /** Comma-separated `host:port`. */
  readonly kafkaBrokers: string;
  /** URL of a Postgres superuser (or the owner of the database, in external mode). */
  readonly databaseUrl: string;
  /** Process ids in native mode, for tests that kill them; they change with a restart. */
  readonly pids: () => { readonly kafka?: number; readonly postgres?: number };
  /** Starts Kafka or Postgres again whenever one ends, until `stop()`; `report` hears of it. */
  supervise(report: (line: string) => void): void;
  /** Stops what this stack started; a temporary data folder is removed. */
  stop(): Promise<void>;
}

/** What the stack is for: `start` keeps its data, every other purpose gets a temporary folder of its own. */
export type StackPurpose = 'start' | 'test' | 'bench' | 'chaos';

export interface StackOptions {
  readonly purpose: StackPurpose;
  /** Folder of the data; by default `.landfall/start`, or `.landfall/<purpose>-<random>`. */
  readonly dataDir?: string;
  /** Forces a mode; so does the environment variable LANDFALL_STACK. */
  readonly mode?: StackMode;
  /** Leaves the servers running when this process ends (`npm run stack -- up`). */
  readonly detached?: boolean;
  /** Abandons the start: everything started so far is stopped. */
  readonly signal?: AbortSignal;
  /** Has Postgres count what each statement takes (pg_stat_statements); native mode only. */
  readonly countStatements?: boolean;
  /** Hears what takes long. */
  readonly log?: (line: string) => void;
}
