const firstMs = 250;
const longestMs = 10_000;
/** A run this long counts as healthy: the next pause is short again. */
const healthyMs = 30_000;

/** Pauses before restarts: doubling from 250 ms to 10 s, short again after a run of 30 s. */
export class Backoff {
  #nextMs = firstMs;

  /** The pause in ms before the next start, given how long the last run took. */
  next(ranMs: number): number {
    if (ranMs >= healthyMs) this.#nextMs = firstMs;
    const pause = this.#nextMs;
    this.#nextMs = Math.min(pause * 2, longestMs);
    return pause;
  }
}
