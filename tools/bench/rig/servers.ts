import type { Stack } from '../../stack/stack.ts';

/** Process ids of the servers whose CPU time a benchmark reads. */
export interface Servers {
  readonly kafka: number;
  readonly postgres: number;
}

/** Throws where their CPU time cannot be read: in a container, or on another system than Linux. */
export function serversOf(bench: string, stack: Stack): Servers {
  const { kafka, postgres } = stack.pids();
  if (kafka === undefined || postgres === undefined || process.platform !== 'linux')
    throw new Error(
      `${bench} reads the CPU time of Kafka and Postgres from /proc: it needs a native stack on Linux`,
    );
  return { kafka, postgres };
}
