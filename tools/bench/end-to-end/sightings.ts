/** When which state of a parcel was seen. Instants of `performance.now()`; scans by their time in ms since 1970. */
export class Sightings {
  readonly #seen = new Map<string, { at: number; lastScan: number }[]>();
  #hear: () => void = () => undefined;

  /** A parcel's state was seen whose last scan happened then. */
  saw(parcel: string, lastScan: number): void {
    const seen = this.#seen.get(parcel);
    const sighting = { at: performance.now(), lastScan };
    if (seen) seen.push(sighting);
    else this.#seen.set(parcel, [sighting]);
    this.#hear();
  }

  /** When a parcel's scan was first seen in its state; undefined when it never was. */
  firstOf(parcel: string, scan: number): number | undefined {
    return this.#seen.get(parcel)?.find(({ lastScan }) => lastScan >= scan)?.at;
  }

  /** Resolves when each parcel has been seen with its scan; rejects after `limitMs`, and when aborted. */
  async until(last: ReadonlyMap<string, number>, limitMs: number, signal: AbortSignal): Promise<void> {
    const missing = new Set(last.keys());
    const drop = (): void => {
      for (const parcel of missing) {
        if (this.firstOf(parcel, last.get(parcel) ?? 0) === undefined) return;
        missing.delete(parcel);
      }
    };
    await new Promise<void>((done, failed) => {
      const settle = (end: () => void) => (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
        this.#hear = () => undefined;
        end();
      };
      const aborted = settle(() => failed(signal.reason as Error));
      const timer = setTimeout(
        settle(() =>
          failed(new Error(`${missing.size} of ${last.size} parcels were not seen with their last scan`)),
        ),
        limitMs,
      );
      signal.addEventListener('abort', aborted);
      const look = (): void => {
        drop();
        if (missing.size === 0) settle(done)();
      };
      this.#hear = look;
      look();
    });
  }
}
