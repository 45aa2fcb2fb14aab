import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface RunningProcess {
  readonly pid: number;
  /** Program and arguments, joined by spaces. */
  readonly commandLine: string;
}

/** All live processes of this machine that show their command line (Linux: /proc, elsewhere: ps). */
export function runningProcesses(): RunningProcess[] {
  if (process.platform !== 'linux') return parseProcessList(spawnSync('ps', ['-axo', 'pid=,args=']).stdout);
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => ({ pid: Number(entry), commandLine: commandLineOf(Number(entry)) ?? '' }))
    .filter((found) => found.commandLine !== '');
}

/** Parses the output of `ps -axo pid=,args=`. */
export function parseProcessList(output: Buffer | string | null): RunningProcess[] {
  return [...String(output ?? '').matchAll(/^\s*(\d+)\s+(.+)$/gm)].map((line) => ({
    pid: Number(line[1]),
    commandLine: line[2] ?? '',
  }));
}

/** Command line of a live process; undefined when there is none of that id (or only its zombie). */
export function commandLineOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim() || undefined;
    } catch {
      return undefined;
    }
  }
  const args = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  return args.trim() || undefined;
}

/** Processes whose command line contains every one of the given texts, this process left out. */
export function findProcesses(...texts: string[]): RunningProcess[] {
  return runningProcesses().filter(
    (found) => found.pid !== process.pid && texts.every((text) => found.commandLine.includes(text)),
  );
}

/** Sends a signal; a process that is already gone is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** True while a process of this id lives (on Linux a zombie counts as gone). */
export function isAlive(pid: number): boolean {
  if (process.platform === 'linux') return commandLineOf(pid) !== undefined;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Resolves once no live process has this id, or to false when `limitMs` have passed. */
export async function waitForEnd(pid: number, limitMs = Infinity): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (isAlive(pid)) {
    if (Date.now() > end) return false;
    await delay(50);
  }
  return true;
}

/** Ends a process: `signal` first, SIGKILL after `graceMs`. Resolves when it is gone. */
export async function endProcess(
  pid: number,
  signal: NodeJS.Signals = 'SIGTERM',
  graceMs = 10_000,
): Promise<void> {
  sendSignal(pid, signal);
  if (await waitForEnd(pid, graceMs)) return;
  sendSignal(pid, 'SIGKILL');
  await waitForEnd(pid, 10_000);
}
