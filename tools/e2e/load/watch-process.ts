/** What a service tells of itself, asked for all the time until the watch is stopped. */
export interface Watch {
  /** Largest resident memory seen, in MB. */
  readonly peakMb: number;
  stop(): Promise<void>;
}

/** Resident memory of a service, in MB. */
export const residentMb = async (url: string): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(metrics)?.[1]) / 1e6;
};

export const watchMemory = (url: string): Watch => {
  let peakMb = 0;
  let stopped = false;
  const look = async (): Promise<void> => {
    while (!stopped) {
      peakMb = Math.max(peakMb, await residentMb(url));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const looking = look();
  return {
    get peakMb() {
      return peakMb;
    },
    stop: async () => {
      stopped = true;
      await looking;
    },
  };
};

/** Whether a service says that it is ready. */
export const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/health/ready`)).ok;
