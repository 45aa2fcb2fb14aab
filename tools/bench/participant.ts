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
}

/** What it tells its starter over the IPC channel. */
export interface ParticipantMark {
  readonly mark: 'warm' | 'done';
  /** Records dealt with and committed so far, repeated ones as well. */
  readonly applied: number;
}

export const readSettings = <Settings extends ParticipantSettings>(): Settings =>
  JSON.parse(process.argv[2] ?? '{}') as Settings;

/** Counts what has been committed and tells when the participant is warm, and when all is committed and settled. */
export class Progress {
  private applied = 0;
  private readonly settings: Pick<ParticipantSettings, 'warmUp' | 'total'>;
  private readonly tell: (mark: ParticipantMark) => void;
  private readonly settled: () => Promise<void>;

  constructor(
    settings: Pick<ParticipantSettings, 'warmUp' | 'total'>,
    {
      settled = () => Promise.resolve(),
      tell = (mark) => void process.send?.(mark),
    }: { settled?: () => Promise<void>; tell?: (mark: ParticipantMark) => void } = {},
  ) {
    this.settings = settings;
    this.tell = tell;
    this.settled = settled;
  }

  committed(records: number): void {
    const before = this.applied;
    this.applied += records;
    const { warmUp, total } = this.settings;
    if (before < warmUp && this.applied >= warmUp) this.tell({ mark: 'warm', applied: this.applied });
    if (before < total && this.applied >= total) void this.done();
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
