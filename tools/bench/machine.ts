import { availableParallelism, cpus, release, totalmem, type as systemType } from 'node:os';

/** What the figures were measured on, in a line. */
export function machineName(): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} x ${model}, ${memory} GiB, ${systemType()} ${release()}, Node ${process.version}`;
}
