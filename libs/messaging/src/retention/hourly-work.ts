const everyMs = 60 * 60 * 1_000;
const againMs = 60 * 1_000;

/** Work that recurs by the system's clock: at the start and then every hour; after a failure in a minute. */
export class HourlyWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly work: () => Promise<unknown>,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.running = this.work()
      .then(
        () => everyMs,
        (error: unknown) => {
          this.failed(error);
          return againMs;
        },
      )
      .then((pauseMs) => {
        if (!this.stopped) this.timer = setTimeout(() => this.start(), pauseMs).unref();
      });
  }

  /** Resolves when what is being done has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }
}
