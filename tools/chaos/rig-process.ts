import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { stateDir } from '../stack/repository.ts';
import type { RigNews, RigOrder, RigSettings } from './rig/settings.ts';

const restartAfterMs = 100;

/** A program of the rig that is started again whenever it ends, until it is stopped. */
export class RigProcess {
  readonly name: string;
  readonly #settings: RigSettings;
  readonly #log: string;
  #child: ChildProcess | undefined;
  #stopping = false;
  #refusedBefore = 0;
  #refused = 0;
  /** How often it ended by itself or was killed. */
  ends = 0;

  constructor(name: string, settings: RigSettings, logDir: string) {
    this.name = name;
    this.#settings = settings;
    this.#log = join(logDir, `${name}.log`);
    this.#launch();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Records that its fence has refused, over all its lives, as far as it has told. */
  get refused(): number {
    return this.#refusedBefore + this.#refused;
  }

  order(order: RigOrder): void {
    if (this.#child?.connected) this.#child.send(order, () => undefined);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Resolves when it has ended once more than now. */
  async ended(signal: AbortSignal): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  #launch(): void {
    const log = createWriteStream(this.#log, { flags: 'a' });
    const child = fork(join(stateDir, 'chaos', 'chaos', 'rig', 'main.js'), [JSON.stringify(this.#settings)], {
      execArgv: ['--disable-warning=TimeoutNegativeWarning'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    child.on('message', (news: RigNews) => (this.#refused = news.refused));
    child.once('exit', () => {
      log.end();
      this.#refusedBefore += this.#refused;
      this.#refused = 0;
      this.ends += 1;
      if (!this.#stopping) setTimeout(() => !this.#stopping && this.#launch(), restartAfterMs);
    });
  }
}
