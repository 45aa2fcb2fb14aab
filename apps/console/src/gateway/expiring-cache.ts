interface Entry<Value> {
  value: Value;
  /** Milliseconds of a monotonic clock. */
  expiresAt: number;
}

/** A map that is bounded in time and in size: the entry that was not used for longest goes first. */
export class ExpiringCache<Value> {
  private readonly entries = new Map<string, Entry<Value>>();

  /** @param lifetimeMillis counted from `set`; use does not prolong it */
  constructor(
    private readonly lifetimeMillis: number,
    private readonly capacity: number,
  ) {}

  get(key: string, nowMillis: number): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    if (entry.expiresAt <= nowMillis) return undefined;
    this.entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: Value, nowMillis: number): void {
    this.entries.delete(key);
    this.entries.set(key, { value, expiresAt: nowMillis + this.lifetimeMillis });
    if (this.entries.size <= this.capacity) return;
    for (const leastUsed of this.entries.keys()) {
      this.entries.delete(leastUsed);
      return;
    }
  }
}
