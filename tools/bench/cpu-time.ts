import { readdirSync, readFileSync } from 'node:fs';

/** CPU seconds (user and system) used so far, by the name of a process. */
export type CpuSeconds<Name extends string> = Readonly<Record<Name, number>>;

/** What /proc/<pid>/stat tells of one process, in clock ticks. */
export interface ProcessTimes {
  readonly parent: number;
  /** Its own time, all threads. */
  readonly own: number;
  /** That of its children which have ended. */
  readonly ended: number;
}

/** Linux reports times to programs in ticks of 10 ms whatever the kernel's own rate (USER_HZ). */
const ticksPerSecond = 100;

/** Reads a line of /proc/<pid>/stat; the program's name, which may hold anything, ends at the last bracket. */
export function parseStat(line: string): ProcessTimes {
  const fields = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (index: number): number => fields[index] ?? Number.NaN;
  return { parent: field(1), own: field(11) + field(12), ended: field(13) + field(14) };
}

function timesOf(pid: number): ProcessTimes | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

function required(name: string, pid: number): ProcessTimes {
  const times = timesOf(pid);
  if (!times) throw new Error(`${name} (process ${pid}) has ended: its CPU time cannot be read`);
  return times;
}

/** Ticks of a process with its children, ended ones included; read again while a child ends in between. */
function withChildren(name: string, pid: number): number {
  for (;;) {
    const before = required(name, pid);
    const children = readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map((entry) => timesOf(Number(entry)))
      .filter((times) => times?.parent === pid);
    const after = required(name, pid);
    if (after.ended !== before.ended) continue;
    return after.own + after.ended + children.reduce((sum, times) => sum + (times?.own ?? 0), 0);
  }
}

const namesOf = <Name extends string>(of: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(of) as Name[];

/**
 * Reads the CPU time of processes, given by name and id, each with its children: Postgres' backends are those of its
 * postmaster. Throws when one of the processes has ended. Linux only.
 */
export function readCpu<Name extends string>(processes: Readonly<Record<Name, number>>): CpuSeconds<Name> {
  const seconds = namesOf(processes).map((name) => [
    name,
    withChildren(name, processes[name]) / ticksPerSecond,
  ]);
  return Object.fromEntries(seconds) as Record<Name, number>;
}

/** CPU microseconds per event between two readings, by process and in all. */
export function cpuPerEvent<Name extends string>(
  before: CpuSeconds<Name>,
  after: CpuSeconds<Name>,
  events: number,
): { readonly all: number; readonly by: Readonly<Record<Name, number>> } {
  const by = namesOf(before).map((name) => [name, ((after[name] - before[name]) * 1e6) / events] as const);
  return {
    all: by.reduce((sum, [, micros]) => sum + micros, 0),
    by: Object.fromEntries(by) as Record<Name, number>,
  };
}
