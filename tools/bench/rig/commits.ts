import type { RunningParticipant } from './participant-process.ts';

interface Commit {
  readonly applied: number;
  /** Instant of `performance.now()`. */
  readonly at: number;
}

/** What a participant has committed by when; it must tell of each commit. */
export class Commits {
  /** Resolves when everything is committed and has settled. */
  readonly done: Promise<void>;
  private readonly commits: Commit[] = [];
  private waiting: { count: number; go: () => void }[] = [];

  constructor(participant: Pick<RunningParticipant, 'onMark'>) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.done = promise;
    participant.onMark(({ mark, applied }) => {
      if (mark === 'done') resolve();
      if (mark !== 'applied') return;
      this.commits.push({ applied, at: performance.now() });
      for (const { go } of this.waiting.filter(({ count }) => count <= applied)) go();
      this.waiting = this.waiting.filter(({ count }) => count > applied);
    });
  }

  get applied(): number {
    return this.commits.at(-1)?.applied ?? 0;
  }

  /** Resolves when so many are committed. */
  async until(count: number): Promise<void> {
    if (this.applied < count) await new Promise<void>((go) => this.waiting.push({ count, go }));
  }

  /** When the last of so many was committed; NaN while it is not. */
  instantOf(count: number): number {
    let [low, high] = [0, this.commits.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.commits[middle]?.applied ?? 0) < count) low = middle + 1;
      else high = middle;
    }
    return this.commits[low]?.at ?? Number.NaN;
  }
}
