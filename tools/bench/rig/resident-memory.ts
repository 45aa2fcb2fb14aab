import { readFileSync } from 'node:fs';
import { quantile, rounded, spreadOf } from '../report.ts';
import type { Spread } from '../report.ts';

/** The resident memory of a process, in MB (10^6 bytes); undefined when it has ended. Linux only. */
export function residentMemory(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : (Number(kilobytes) * 1_024) / 1e6;
  } catch {
    return undefined;
  }
}

/** How the memory of a process went over some time. */
export interface MemoryCourse {
  /** MB. */
  readonly resident: Spread;
  /** What the last third of the time needs of what the middle one did, median by median. */
  readonly growth: number;
  /** MB a minute, of the straight line through the last two thirds. */
  readonly slope: number;
}

/** More than this is not flat: the heap's own ups and downs are within it. */
const flatGrowth = 1.05;

export const isFlat = ({ growth }: MemoryCourse): boolean => growth <= flatGrowth;

/** The course of samples, MB, that were taken in even intervals. Throws with fewer than three samples. */
export function courseOf(samples: readonly number[], everyMs: number): MemoryCourse {
  const third = Math.floor(samples.length / 3);
  const later = samples.slice(third);
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [(later.length - 1) / 2, mean(later)];
  const slope =
    later.reduce((sum, value, x) => sum + (x - meanX) * (value - meanY), 0) /
    later.reduce((sum, _, x) => sum + (x - meanX) ** 2, 0);
  return {
    resident: spreadOf(samples),
    growth: rounded(quantile(last, 0.5) / quantile(middle, 0.5)),
    slope: rounded((slope * 60_000) / everyMs),
  };
}

/** The course of a process' memory from now until something has happened. */
export async function memoryUntil(
  pid: number,
  happened: Promise<unknown>,
  everyMs = 500,
): Promise<MemoryCourse> {
  const samples: number[] = [];
  const sample = (): void => {
    const resident = residentMemory(pid);
    if (resident !== undefined) samples.push(resident);
  };
  sample();
  const timer = setInterval(sample, everyMs);
  try {
    await happened;
  } finally {
    clearInterval(timer);
  }
  return courseOf(samples, everyMs);
}
