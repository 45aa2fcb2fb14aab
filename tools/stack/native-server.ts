import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { choosePort } from './ports.ts';
import { isAlive, endProcess, waitForEnd } from './processes.ts';
import { untilReady } from './readiness.ts';
import { lastLines } from './run-command.ts';
import { readState, writeState } from './state-file.ts';

/** What differs between Kafka and Postgres as native processes over one data folder. */
export interface NativeServerKind {
  readonly name: string;
  /** Folder of this server: its data, its address and its log. */
  readonly dir: string;
  /** Port to prefer; undefined for any free one. */
  readonly preferredPort: number | undefined;
  readonly stopSignal: NodeJS.Signals;
  /** Makes the data folder complete; a half-written one is made anew. */
  prepare(signal?: AbortSignal): Promise<void>;
  /** Processes that work on this data folder now, whoever started them. */
  findRunning(): number[];
  spawn(port: number, logFile: string): Promise<ChildProcess>;
  /** One attempt to use the server. */
  probe(port: number): Promise<void>;
}

/** How long a server may take until it answers, in ms: recovery after a crash on a busy machine included. */
const readyLimitMs = 120_000;

/** One native server: start, find again after a crash of its starter, restart, stop. */
export class NativeServer {
  readonly kind: NativeServerKind;
  readonly logFile: string;
  #pid: number | undefined;
  #port: number | undefined;
  #stopping = false;

  constructor(kind: NativeServerKind) {
    this.kind = kind;
    this.logFile = join(kind.dir, '..', 'logs', `${kind.name.toLowerCase()}.log`);
  }

  get port(): number {
    if (this.#port === undefined) throw new Error(`${this.kind.name} has not been started`);
    return this.#port;
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.#pid;
  }

  get #addressFile(): string {
    return join(this.kind.dir, '..', `${this.kind.name.toLowerCase()}-address.json`);
  }

  get #lastPort(): number | undefined {
    return readState<{ port: number }>(this.#addressFile)?.port;
  }

  /**
   * Brings the server up: takes over one that already serves this data folder when `reuse`, else ends it first.
   * Rejects with the end of the server's log when it does not come up.
   */
  async start(options: { reuse: boolean; signal?: AbortSignal | undefined }): Promise<void> {
    const running = this.kind.findRunning();
    if (options.reuse && (await this.#adopt(running))) return;
    for (const pid of running) await endProcess(pid, this.kind.stopSignal);
    await this.kind.prepare(options.signal);
    let preferred = [this.kind.preferredPort, this.#lastPort];
    for (let attempt = 1; ; attempt++) {
      const port = await choosePort(...preferred);
      writeState(this.#addressFile, { port });
      const failure = await this.#launch(port, options.signal);
      if (!failure) return;
      if (attempt === 3) throw failure;
      if (/in use/i.test(failure.message)) preferred = [];
    }
  }

  async #adopt(running: readonly number[]): Promise<boolean> {
    const [pid, ...others] = running;
    const port = this.#lastPort;
    if (pid === undefined || others.length > 0 || port === undefined) return false;
    try {
      await this.kind.probe(port);
    } catch {
      return false;
    }
    this.#pid = pid;
    this.#port = port;
    return true;
  }

  /** Starts the process and waits until it answers; resolves to what went wrong when it ended instead. */
  async #launch(port: number, signal?: AbortSignal): Promise<Error | undefined> {
    const logStart = existsSync(this.logFile) ? statSync(this.logFile).size : 0;
    const child = await this.kind.spawn(port, this.logFile);
    const ended = new AbortController();
    const onError = (error: Error): void => ended.abort(new Error(`${this.kind.name}: ${error.message}`));
    const onExit = (code: number | null, by: NodeJS.Signals | null): void => {
      const log = lastLines(readFileSync(this.logFile).subarray(logStart).toString());
      ended.abort(new Error(`${this.kind.name} ended at its start (${by ?? `exit code ${code}`}):\n${log}`));
    };
    child.once('error', onError).once('exit', onExit);
    this.#pid = child.pid;
    this.#port = port;
    if (this.#stopping && child.pid !== undefined) await endProcess(child.pid, this.kind.stopSignal);
    try {
      const either = AbortSignal.any([ended.signal, ...(signal ? [signal] : [])]);
      await untilReady(this.kind.name, () => this.kind.probe(port), readyLimitMs, either);
      child.off('exit', onExit).unref();
      return undefined;
    } catch (error) {
      if (!ended.signal.aborted) child.off('exit', onExit);
      if (this.#pid !== undefined) await endProcess(this.#pid, this.kind.stopSignal);
      this.#pid = undefined;
      signal?.throwIfAborted();
      return ended.signal.aborted ? (ended.signal.reason as Error) : (error as Error);
    }
  }

  /**
   * Keeps the server up until `stop()`: starts it again on its port whenever its process ends, with growing pauses
   * between failing attempts. `report` hears of each end and each restart.
   */
  async supervise(report: (line: string) => void): Promise<void> {
    while (!this.#stopping) {
      if (this.#pid !== undefined) await waitForEnd(this.#pid);
      if (this.#stopping) return;
      const port = this.port;
      report(`${this.kind.name} (process ${this.#pid}) ended; starting it again`);
      for (let pauseMs = 250; !this.#stopping; pauseMs = Math.min(pauseMs * 2, 5_000)) {
        const failure = await this.#launch(port);
        if (!failure) {
          report(`${this.kind.name} is back`);
          break;
        }
        report(failure.message);
        await delay(pauseMs);
      }
    }
  }

  /** Ends the server and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const pid = this.#pid;
    if (pid !== undefined && isAlive(pid)) await endProcess(pid, this.kind.stopSignal, 20_000);
    this.#pid = undefined;
  }

  /** Ends every process on this data folder, whoever started it. */
  async stopAll(): Promise<void> {
    this.#stopping = true;
    for (const pid of this.kind.findRunning()) await endProcess(pid, this.kind.stopSignal, 20_000);
  }
}
