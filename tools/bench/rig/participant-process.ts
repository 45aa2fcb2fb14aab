import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { quietTimers } from '../../stack/node-flags.ts';
import { endProcess } from '../../stack/processes.ts';
import { lastLines } from '../../stack/run-command.ts';
import type { ParticipantMark, ParticipantOrder, ParticipantSettings } from '../participant.ts';

export interface ParticipantProgram {
  /** The compiled program. */
  readonly main: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Of Node. */
  readonly flags?: readonly string[] | undefined;
  /** A folder for a CPU profile of the whole process. */
  readonly profileTo?: string | undefined;
  /** How long it may run, in ms; ten minutes by default. */
  readonly limitMs?: number | undefined;
  readonly signal: AbortSignal;
}

/** A participant's process while it runs. */
export interface RunningParticipant {
  readonly pid: number;
  /** Hears of every mark from now on; what it throws ends the run. */
  onMark(hear: (mark: ParticipantMark) => void): void;
  order(order: ParticipantOrder): void;
}

const defaultLimitMs = 600_000;

/**
 * Runs a participant as long as the work takes, and ends it then. Rejects when the work does, and when the participant
 * ends by itself or takes too long, with what it wrote last.
 */
export async function whileRunning<T>(
  { main, env: own, flags = [quietTimers], profileTo, limitMs = defaultLimitMs, signal }: ParticipantProgram,
  settings: ParticipantSettings,
  work: (participant: RunningParticipant) => Promise<T>,
): Promise<T> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = fork(main, [JSON.stringify(settings)], {
    execArgv: [...flags, ...(profileTo ? ['--cpu-prof', `--cpu-prof-dir=${profileTo}`] : [])],
    env: { ...env, NODE_ENV: 'production', ...own },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const pid = child.pid ?? 0;
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-20_000)));
  const finished = new AbortController();
  try {
    return await new Promise<T>((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why}:\n${lastLines(output, 30)}`));
      child.once('error', reject);
      child.once('exit', (code, by) => fail(`${main} ended (${by ?? `exit code ${code}`})`));
      signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: finished.signal });
      delay(limitMs, undefined, { signal: finished.signal }).then(
        () => fail(`${main} was not done after ${limitMs / 1_000} s`),
        () => undefined,
      );
      work({
        pid,
        onMark: (hear) =>
          void child.on('message', (mark: ParticipantMark) => {
            try {
              hear(mark);
            } catch (error) {
              reject(error as Error);
            }
          }),
        order: (order) => void child.send(order),
      }).then(resolve, reject);
    });
  } finally {
    finished.abort();
    child.removeAllListeners('exit');
    if (pid > 0) await endProcess(pid);
  }
}
