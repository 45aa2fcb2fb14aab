export interface Allowance {
  allowed: boolean;
  /** Requests left at this moment. */
  remaining: number;
  /** Seconds until the allowance is whole again. */
  resetSeconds: number;
  /** Seconds until the next request passes; 0 where this one did. */
  retryAfterSeconds: number;
}

interface Bucket {
  tokens: number;
  /** Milliseconds of a monotonic clock. */
  filledAt: number;
}

/** A token bucket for each caller, in this process. Those that were quiet for longest are forgotten first. */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>();

  /**
   * @param perSecond requests that come back each second
   * @param burst requests at once, and the most that are saved up
   * @param capacity callers remembered
   */
  constructor(
    private readonly perSecond: number,
    readonly burst: number,
    private readonly capacity = 10_000,
  ) {}

  /** Takes one request from a caller's allowance. `nowMillis` is of a monotonic clock. */
  take(caller: string, nowMillis: number): Allowance {
    const known = this.buckets.get(caller) ?? { tokens: this.burst, filledAt: nowMillis };
    const gained = ((nowMillis - known.filledAt) / 1_000) * this.perSecond;
    const full = Math.min(this.burst, known.tokens + gained);
    const allowed = full >= 1;
    const tokens = allowed ? full - 1 : full;
    this.remember(caller, { tokens, filledAt: nowMillis });
    return {
      allowed,
      remaining: Math.floor(tokens),
      resetSeconds: Math.ceil((this.burst - tokens) / this.perSecond),
      retryAfterSeconds: allowed ? 0 : Math.ceil((1 - tokens) / this.perSecond),
    };
  }

  private remember(caller: string, bucket: Bucket): void {
    this.buckets.delete(caller);
    this.buckets.set(caller, bucket);
    if (this.buckets.size <= this.capacity) return;
    for (const quietest of this.buckets.keys()) {
      this.buckets.delete(quietest);
      return;
    }
  }
}
