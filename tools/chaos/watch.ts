import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Rig } from './rig.ts';

const lookEveryMs = 500;
const catchUpMs = 5_000;

/** What was seen of the rig from outside while it ran. */
export interface Seen {
  /** The most memory that one of its processes had resident, in MiB; 0 where the system does not tell. */
  readonly peakMemory: number;
  /** The furthest that the services were behind, in records, as lag tools see it. */
  readonly peakLag: number;
  /** How far they are behind at the end. */
  readonly lag: number;
}

/** Looks at the memory of the rig's processes and at the lag of its groups until it is told to stop. */
export class Watch {
  readonly #rig: Rig;
  readonly #stop = new AbortController();
  readonly #looking: Promise<void>;
  #stopped: Promise<Seen> | undefined;
  #peakMemory = 0;
  #peakLag = 0;
  #lag = 0;

  constructor(rig: Rig) {
    this.#rig = rig;
    this.#looking = this.#lookOn();
  }

  /** Looks until the groups have caught up, or for a few seconds more: they commit once a second. */
  stop(): Promise<Seen> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<Seen> {
    this.#stop.abort();
    await this.#looking;
    for (const until = performance.now() + catchUpMs; ; await delay(lookEveryMs)) {
      await this.#look();
      if (this.#lag <= this.#peakLag / 20 || performance.now() > until) break;
    }
    return { peakMemory: this.#peakMemory, peakLag: this.#peakLag, lag: this.#lag };
  }

  async #lookOn(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#look();
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, lookEveryMs);
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
      clearTimeout(timer);
    }
  }

  async #look(): Promise<void> {
    for (const { pid } of this.#rig.processes.values())
      this.#peakMemory = Math.max(this.#peakMemory, residentOf(pid));
    // Kafka may be on its way up again.
    this.#lag = await this.#rig.lag().catch(() => this.#lag);
    this.#peakLag = Math.max(this.#peakLag, this.#lag);
  }
}

/** Resident memory of a process in MiB; 0 where it has ended or the system does not tell. */
function residentOf(pid: number | undefined): number {
  try {
    const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kib ?? 0) / 1_024);
  } catch {
    return 0;
  }
}
