/** Waits for answers, and gives up what owes some when it has not given any for too long. */
export class SilenceLimit {
  private owed = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param limitMs how long nothing at all may be answered while an answer is owed
   * @param giveUp must make the answers fail that are owed
   */
  constructor(
    private readonly limitMs: number,
    private readonly giveUp: () => void,
  ) {}

  async watch<T>(answer: Promise<T>): Promise<T> {
    this.owed += 1;
    this.timer ??= setTimeout(this.giveUp, this.limitMs);
    try {
      return await answer;
    } finally {
      this.owed -= 1;
      if (this.owed > 0) this.timer.refresh();
      else {
        clearTimeout(this.timer);
        this.timer = undefined;
      }
    }
  }
}
