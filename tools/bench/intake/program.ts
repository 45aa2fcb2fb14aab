import { fork, type ChildProcess } from 'node:child_process';
import { quietTimers } from '../../stack/node-flags.ts';
import { endProcess } from '../../stack/processes.ts';
import { lastLines } from '../../stack/run-command.ts';

export interface ProgramOptions {
  readonly main: string;
  /** Its only argument, as JSON. */
  readonly settings: object;
  readonly env?: NodeJS.ProcessEnv;
  /** Of Node. */
  readonly flags?: readonly string[];
  /** A folder for a CPU profile of the whole process. */
  readonly profileTo?: string | undefined;
}

/** A program of a benchmark in a process of its own, which tells of itself over the IPC channel. */
export class Program {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #main: string;
  #output = '';

  constructor({ main, settings, env, flags = [quietTimers], profileTo }: ProgramOptions) {
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    this.#main = main;
    this.#child = fork(main, [JSON.stringify(settings)], {
      // Without the condition of the sources: what it imports of ours is compiled.
      execArgv: [...flags, ...(profileTo ? ['--cpu-prof', `--cpu-prof-dir=${profileTo}`] : [])],
      env: { ...inherited, NODE_ENV: 'production', KAFKAJS_NO_PARTITIONER_WARNING: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.pid = this.#child.pid ?? 0;
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream
        ?.setEncoding('utf8')
        .on('data', (text: string) => (this.#output = (this.#output + text).slice(-20_000)));
  }

  /** Hears every message from now on. */
  on<Message>(listener: (message: Message) => void): void {
    this.#child.on('message', listener as (message: unknown) => void);
  }

  /** Resolves to the first message that has the field; rejects when the program ends, or after `limitMs`. */
  heard<Message extends object>(field: keyof Message & string, limitMs: number): Promise<Message> {
    return new Promise((resolve, reject) => {
      const settle = (done: () => void): void => {
        clearTimeout(timer);
        this.#child.off('message', listen).off('exit', ended);
        done();
      };
      const fail = (why: string): void =>
        settle(() => reject(new Error(`${this.#main} ${why}:\n${lastLines(this.#output, 30)}`)));
      const listen = (message: unknown): void => {
        if (field in (message as object)) settle(() => resolve(message as Message));
      };
      const ended = (code: number | null, by: string | null): void =>
        fail(`ended (${by ?? `exit code ${code}`})`);
      const timer = setTimeout(() => fail(`did not tell of ${field} within ${limitMs / 1_000} s`), limitMs);
      this.#child.on('message', listen).once('exit', ended);
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        ended(this.#child.exitCode, this.#child.signalCode);
    });
  }

  async stop(): Promise<void> {
    if (this.pid > 0) await endProcess(this.pid);
  }
}
