import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { commandLineOf, endProcess } from '../stack/processes.ts';
import type { RunningProcess } from '../stack/processes.ts';
import { readState, writeState } from '../stack/state-file.ts';
import { Backoff } from './backoff.ts';
import { LineLimiter, noteworthy } from './log-lines.ts';

/** A program to keep running. */
export interface SupervisedProgram {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface SupervisorOptions {
  /** Folder of the programs' outputs, one `<name>.log` each; the last run's is kept as `<name>.previous.log`. */
  readonly logDir: string;
  /** Hears of ends and restarts, and of the programs' warnings. */
  readonly report: (line: string) => void;
  /** Where to note the running processes, for `endLeftovers` after a kill of this process. */
  readonly pidFile?: string;
  /** False leaves a program that ended where it is, for tests that start it again themselves. */
  readonly restart?: boolean;
}

interface Supervised {
  readonly program: SupervisedProgram;
  readonly log: WriteStream;
  readonly backoff: Backoff;
  readonly limiter: LineLimiter;
  child: ChildProcess | undefined;
  restartTimer: NodeJS.Timeout | undefined;
}

/** Keeps programs running: starts one again when it ends, after a growing pause, until `stop()`. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #all = new Map<string, Supervised>();
  #stopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    mkdirSync(options.logDir, { recursive: true });
  }

  /** Starts a program and keeps it running. */
  start(program: SupervisedProgram): void {
    const file = join(this.#options.logDir, `${program.name}.log`);
    rmSync(`${file.slice(0, -4)}.previous.log`, { force: true });
    try {
      renameSync(file, `${file.slice(0, -4)}.previous.log`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    const log = createWriteStream(file, { flags: 'a' });
    const supervised: Supervised = {
      program,
      log,
      backoff: new Backoff(),
      limiter: new LineLimiter(),
      child: undefined,
      restartTimer: undefined,
    };
    this.#all.set(program.name, supervised);
    this.#launch(supervised);
  }

  /** Process id of a running program. */
  pidOf(name: string): number | undefined {
    const child = this.#all.get(name)?.child;
    return child?.exitCode === null && child.signalCode === null ? child.pid : undefined;
  }

  /** Resolves when a running program has ended, to its exit code or the signal that ended it. */
  async end(name: string): Promise<number | NodeJS.Signals | null> {
    const child = this.#all.get(name)?.child;
    if (!child || this.pidOf(name) === undefined) throw new Error(`${name} does not run`);
    await new Promise<void>((resolve) => child.once('exit', () => resolve()));
    return child.signalCode ?? child.exitCode;
  }

  /** Starts a program that has ended, at once. */
  startAgain(name: string): void {
    const supervised = this.#all.get(name);
    if (!supervised) throw new Error(`${name} is not supervised`);
    if (this.pidOf(name) === undefined) this.#launch(supervised);
  }

  #launch(supervised: Supervised): void {
    const { program, log } = supervised;
    clearTimeout(supervised.restartTimer);
    const startedAt = Date.now();
    // A group of its own: Ctrl-C reaches only the supervisor, which ends the programs in order.
    const child = spawn(program.command, program.args, {
      env: program.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    supervised.child = child;
    this.#notePids();
    for (const stream of [child.stdout, child.stderr] as Readable[]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        const text = noteworthy(line, stream === child.stderr);
        if (text !== undefined) this.#show(supervised, text);
      });
    }
    let ended = false;
    const onEnd = (how: string): void => {
      if (ended) return;
      ended = true;
      if (this.#stopping) return;
      const pauseMs = supervised.backoff.next(Date.now() - startedAt);
      const again = this.#options.restart !== false;
      this.#options.report(
        `${program.name} ended (${how})${again ? `; starting it again in ${pauseMs / 1000} s` : ''}`,
      );
      if (again) supervised.restartTimer = setTimeout(() => this.#launch(supervised), pauseMs);
    };
    child.once('error', (error) => onEnd(error.message));
    child.once('exit', (code, signal) => onEnd(signal ?? `exit code ${code}`));
  }

  #show({ program, limiter }: Supervised, text: string): void {
    if (this.#stopping) return;
    const shown = limiter.admit(text, Date.now());
    if (shown === 'no') return;
    this.#options.report(`${program.name}: ${text}`);
    if (shown === 'last') this.#options.report(`${program.name}: more of it in its log, ${program.name}.log`);
  }

  #notePids(): void {
    if (this.#options.pidFile === undefined) return;
    const running: RunningProcess[] = [...this.#all.keys()].flatMap((name) => {
      const pid = this.pidOf(name);
      const commandLine = pid === undefined ? undefined : commandLineOf(pid);
      return pid === undefined || commandLine === undefined ? [] : [{ pid, commandLine }];
    });
    writeState(this.#options.pidFile, running);
  }

  /** Ends all programs (SIGTERM, SIGKILL after 8 s) and waits until they are gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(
      [...this.#all.values()].map(async (supervised) => {
        clearTimeout(supervised.restartTimer);
        const pid = this.pidOf(supervised.program.name);
        if (pid !== undefined) await endProcess(pid, 'SIGTERM', 8_000);
        await new Promise<void>((written) => supervised.log.end(() => written()));
      }),
    );
    if (this.#options.pidFile !== undefined) rmSync(this.#options.pidFile, { force: true });
  }
}

/** Ends the programs of a supervisor that was killed. Resolves to how many there were. */
export async function endLeftovers(pidFile: string): Promise<number> {
  const noted = readState<RunningProcess[]>(pidFile) ?? [];
  const leftovers = noted.filter(({ pid, commandLine }) => commandLineOf(pid) === commandLine);
  await Promise.all(leftovers.map(({ pid }) => endProcess(pid, 'SIGTERM', 8_000)));
  rmSync(pidFile, { force: true });
  return leftovers.length;
}
