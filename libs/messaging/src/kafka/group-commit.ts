import type { BatchOutcome, BatchProcessor, BatchWork } from '../batch/batch-processor.ts';
import { TransactionSize } from '../batch/transaction-size.ts';

interface Waiting {
  work: BatchWork;
  resolve: (outcome: BatchOutcome | undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * Applies what waits, one transaction after another: while one is under way the partitions behind it gather, so that
 * many small batches cost one commit. A partition waits with one work at a time.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private underWay: Waiting[] = [];
  private working = false;
  private closed = false;

  constructor(private readonly processor: Pick<BatchProcessor, 'process'>) {}

  /**
   * Resolves when the work's transaction has committed, or to nothing when it was closed before that was known; rejects when
   * the surroundings failed it.
   */
  apply(work: BatchWork): Promise<BatchOutcome | undefined> {
    return new Promise((resolve, reject) => {
      if (this.closed) return resolve(undefined);
      this.waiting.push({ work, resolve, reject });
      if (!this.working) void this.drain();
    });
  }

  /**
   * Begins no further transaction: what waits is left to whoever reads the partition next, and so is what is under way if it
   * takes more than so many milliseconds. Should that be committed after all, the fence tells.
   */
  close(patienceMs: number): void {
    this.closed = true;
    for (const { resolve } of this.waiting.splice(0)) resolve(undefined);
    const letGo = () => {
      for (const { resolve } of this.underWay) resolve(undefined);
    };
    setTimeout(letGo, patienceMs).unref();
  }

  private async drain(): Promise<void> {
    this.working = true;
    // Batches of one fetch arrive in the same turn of the event loop: they belong together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const group = (this.underWay = this.take());
      try {
        const outcomes = await this.processor.process(group.map(({ work }) => work));
        group.forEach(({ resolve, reject }, index) => {
          const outcome = outcomes[index];
          if (outcome) resolve(outcome);
          else reject(new Error('a work without an outcome'));
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.working = false;
  }

  private take(): Waiting[] {
    const size = new TransactionSize();
    let end = this.waiting.findIndex(({ work }, index) => {
      const isTooMuch = size.add(work.records).isTooMuch();
      return index > 0 && (isTooMuch || work.singly === true);
    });
    if (end === -1) end = this.waiting.length;
    if (this.waiting[0]?.work.singly) end = 1;
    return this.waiting.splice(0, end);
  }
}
