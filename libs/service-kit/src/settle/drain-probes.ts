/** Work that neither the outbox nor a due time shows, such as a mail that is being handed over. */
export interface DrainProbe {
  /** How much of it is unfinished. */
  pending(): Promise<number>;
}

/** What must be finished before the service counts as drained. */
export class DrainProbes {
  private readonly probes: DrainProbe[] = [];

  register(probe: DrainProbe): void {
    this.probes.push(probe);
  }

  async pending(): Promise<number> {
    const counts = await Promise.all(this.probes.map((probe) => probe.pending()));
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
