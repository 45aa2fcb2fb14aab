import TinyQueue from 'tinyqueue';

/** When each parcel is due next, if ever; the earliest first. */
export class DueTimes {
  readonly #dueOf = new Map<string, number>();
  /** Also holds instants that a later word has overtaken: they are passed over. */
  readonly #queue = new TinyQueue<{ parcelId: string; at: number }>([], (a, b) => a.at - b.at);

  set(parcelId: string, at: number | null): void {
    if (at === null) this.#dueOf.delete(parcelId);
    else if (this.#dueOf.get(parcelId) !== at) {
      this.#dueOf.set(parcelId, at);
      this.#queue.push({ parcelId, at });
    }
  }

  /** Makes a parcel due at an instant, unless it is so earlier. */
  hasten(parcelId: string, at: number): void {
    if ((this.#dueOf.get(parcelId) ?? Infinity) > at) this.set(parcelId, at);
  }

  next(): number {
    for (;;) {
      const first = this.#queue.peek();
      if (!first) return Infinity;
      if (this.#dueOf.get(first.parcelId) === first.at) return first.at;
      this.#queue.pop();
    }
  }

  /** Takes out all that are due by an instant. */
  take(until: number): string[] {
    const taken: string[] = [];
    while (this.next() <= until) {
      const { parcelId } = this.#queue.pop() ?? {};
      if (parcelId === undefined) break;
      this.#dueOf.delete(parcelId);
      taken.push(parcelId);
    }
    return taken;
  }
}
