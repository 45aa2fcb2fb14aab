/** Something to wait for, with a limit: a notification before the wait is not lost. */
export class Signal {
  private pending = false;
  private resume: (() => void) | undefined;

  /** Whether there was a notification that nobody has taken up yet. */
  get isPending(): boolean {
    return this.pending;
  }

  notify(): void {
    this.pending = true;
    this.resume?.();
  }

  /** Resolves at the next notification, or after `limitMs`. */
  async wait(limitMs: number): Promise<void> {
    if (!this.pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.pending = false;
    this.resume = undefined;
  }
}
