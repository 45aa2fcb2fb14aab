import { readCpu } from '../cpu-time.ts';

/** Seconds of a piece of work: how long it took, and the CPU of this process and of Postgres. */
export interface Measured {
  readonly seconds: number;
  readonly cpu: { readonly service: number; readonly postgres: number };
}

export async function measured(postgres: number, work: () => Promise<void>): Promise<Measured> {
  const processes = { service: process.pid, postgres };
  const before = readCpu(processes);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  const after = readCpu(processes);
  return {
    seconds,
    cpu: { service: after.service - before.service, postgres: after.postgres - before.postgres },
  };
}
