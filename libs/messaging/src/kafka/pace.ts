/**
 * Keeps rounds that bring little from following each other without a pause: each costs a request, a transaction and
 * their answers however little it carries. The first round after a quiet time and every full one go on at once.
 */
export class Pace {
  private roundBegan = Number.NEGATIVE_INFINITY;
  private taken = 0;

  /**
   * @param everyMs how far apart rounds begin at least while they are small
   * @param full so many items make a round a full one
   */
  constructor(
    private readonly everyMs: number,
    private readonly full: number,
  ) {}

  /** Counts what a round has brought. */
  took(items: number): void {
    this.taken += items;
  }

  /** Resolves when the next round may begin. */
  async rest(): Promise<void> {
    const left = this.taken >= this.full ? 0 : this.roundBegan + this.everyMs - performance.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
    this.taken = 0;
    this.roundBegan = performance.now();
  }
}
