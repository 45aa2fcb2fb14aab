import type { Aged } from './growth/aged-parcels.ts';

/** What one side of a benchmark is told when its process starts: the only argument, as JSON. */
export interface ParticipantSettings {
  readonly brokers: string;
  /** URL of a role that may create schemas. */
  readonly adminUrl: string;
  /** URL of the participant's own role. */
  readonly databaseUrl: string;
  readonly schema: string;
  /** Before the names of its topics and groups. */
  readonly topicPrefix: string;
  /** Records after which it is warm. */
  readonly warmUp: number;
  /** All records of its topic, the first ones included. */
  readonly total: number;
  /** Whether it tells of every scan that has been committed. */
  readonly tellEach?: boolean;
  /** Whether it tells of every commit, by what has been committed so far. */
  readonly tellCommits?: boolean;
}

/**
 * Which pipe it is: one that applies and fills its outbox, one that publishes as well, one with dedup and state alone,
 * without fence and messages, or the transport alone, which hands over records as they come or decoded.
 */
export type PipeVariant = 'apply' | 'publish' | 'dedup-and-state' | 'transport' | 'transport-decoding';

/** Of the events of every topic. */
export const seed = 20_260_101;

export interface PipeSettings extends ParticipantSettings {
  readonly variant: PipeVariant;
  /** What its tables hold before it begins, where they are not empty. */
  readonly aged?: Aged;
}

/** What it tells its starter over the IPC channel. */
export interface ParticipantMark {
  readonly mark: 'warm' | 'applied' | 'done';
  /** Records dealt with and committed so far, repeated ones as well. */
  readonly applied: number;
}

/** What its starter may tell it. */
export interface ParticipantOrder {
  /** All records of its topic: so many have been put there. */
  readonly total: number;
}

export const readSettings = <Settings extends ParticipantSettings>(): Settings =>
  JSON.parse(process.argv[2] ?? '{}') as Settings;

type ProgressSettings = Pick<ParticipantSettings, 'warmUp' | 'total' | 'tellCommits'>;

/** Counts what has been committed and tells when the participant is warm, and when all is committed and settled. */
export class Progress {
  private applied = 0;
  private total: number;
  private readonly settings: ProgressSettings;
  private readonly tell: (mark: ParticipantMark) => void;
  private readonly settled: () => Promise<void>;

  constructor(
    settings: ProgressSettings,
    {
      settled = () => Promise.resolve(),
      tell = (mark) => void process.send?.(mark),
    }: { settled?: () => Promise<void>; tell?: (mark: ParticipantMark) => void } = {},
  ) {
    this.settings = settings;
    this.total = settings.total;
    this.tell = tell;
    this.settled = settled;
  }

  committed(records: number): void {
    const before = this.applied;
    this.applied += records;
    const { warmUp, tellCommits } = this.settings;
    if (before < warmUp && this.applied >= warmUp) this.tell({ mark: 'warm', applied: this.applied });
    if (tellCommits) this.tell({ mark: 'applied', applied: this.applied });
    if (before < this.total && this.applied >= this.total) void this.done();
  }

  /** Ends later, or earlier, than it was told before. */
  endsAt(total: number): void {
    this.total = total;
    if (this.applied >= total) void this.done();
  }

  private async done(): Promise<void> {
    await this.settled();
    this.tell({ mark: 'done', applied: this.applied });
  }
}

/** Closes the application when asked to, so that its consumer leaves the group. */
export const closeOnSignal = (app: { close(): Promise<unknown> }): void => {
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
};
