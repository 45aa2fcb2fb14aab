/** What one side of a benchmark is told when its process starts: the only argument, as JSON. */
export interface ParticipantSettings {
  readonly brokers: string;
  /** URL of a role that may create schemas. */
  readonly adminUrl: string;
  /** URL of the participant's own role. */
  readonly databaseUrl: string;
  readonly schema: string;
  /** Events after which it is warm. */
  readonly warmUp: number;
  /** All events of its topic, the first ones included. */
  readonly total: number;
}

/** What it tells its starter over the IPC channel. */
export interface ParticipantMark {
  readonly mark: 'warm' | 'done';
  /** Events applied and committed so far. */
  readonly applied: number;
}

/** Topic prefixes: the baseline's topic holds the beginning of the other one's contents. */
export const pipePrefix = 'bench.pipe.';
export const baselinePrefix = 'bench.baseline.';

export const readSettings = (): ParticipantSettings =>
  JSON.parse(process.argv[2] ?? '{}') as ParticipantSettings;

/** Counts what has been committed and tells when the participant is warm and when it is done. */
export class Progress {
  private applied = 0;
  private readonly settings: Pick<ParticipantSettings, 'warmUp' | 'total'>;
  private readonly tell: (mark: ParticipantMark) => void;

  constructor(
    settings: Pick<ParticipantSettings, 'warmUp' | 'total'>,
    tell: (mark: ParticipantMark) => void = (mark) => void process.send?.(mark),
  ) {
    this.settings = settings;
    this.tell = tell;
  }

  committed(events: number): void {
    const before = this.applied;
    this.applied += events;
    const { warmUp, total } = this.settings;
    if (before < warmUp && this.applied >= warmUp) this.tell({ mark: 'warm', applied: this.applied });
    if (before < total && this.applied >= total) this.tell({ mark: 'done', applied: this.applied });
  }
}

/** Closes the application when asked to, so that its consumer leaves the group. */
export const closeOnSignal = (app: { close(): Promise<unknown> }): void => {
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
};
