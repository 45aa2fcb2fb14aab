import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stateDir } from '../stack/repository.ts';
import { trappedIn } from './rig/settings.ts';
import type { RigNews, RigOrder, RigSettings, Trap } from './rig/settings.ts';

const restartAfterMs = 100;
let nextTrap = 0;

/** A program of the rig that is started again whenever it ends, until it is stopped. */
export class RigProcess {
  readonly name: string;
  readonly #settings: RigSettings;
  readonly #log: string;
  #child: ChildProcess | undefined;
  #stopping = false;
  #refusedBefore = 0;
  #refused = 0;
  #idle = false;
  readonly #traps = new Map<number, { trap: Trap; come: () => void }>();
  /** How often it ended by itself or was killed. */
  ends = 0;

  constructor(name: string, settings: RigSettings, logDir: string) {
    this.name = name;
    this.#settings = settings;
    this.#log = join(logDir, `${name}.log`);
    this.#launch();
  }

  /** Undefined between an end and the next start. */
  get pid(): number | undefined {
    return this.#child?.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  /** Records that its fence has refused, over all its lives, as far as it has told. */
  get refused(): number {
    return this.#refusedBefore + this.#refused;
  }

  /** Whether it told last, in this life and since it was asked to, that it is a member of its group and has nothing in hand. */
  get isIdle(): boolean {
    return this.#idle;
  }

  order(order: RigOrder): void {
    if (order.order === 'settle') this.#idle = false;
    if (this.#child?.connected) this.#child.send(order, () => undefined);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /**
   * Lays a trap in its way, in this life or, when it ends before, in the next. Resolves to whether it came by before
   * the signal.
   */
  async trap(trap: Omit<Trap, 'id'>, signal: AbortSignal): Promise<boolean> {
    const laid = { ...trap, id: (nextTrap += 1) };
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#traps.set(laid.id, { trap: laid, come: () => resolve(true) });
    this.order({ order: 'arm', trap: laid });
    signal.addEventListener('abort', () => resolve(false), { once: true });
    return promise.finally(() => this.#traps.delete(laid.id));
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
    const { heap } = this.#settings;
    const child = fork(join(stateDir, 'chaos', 'chaos', 'rig', 'main.js'), [JSON.stringify(this.#settings)], {
      execArgv: [
        '--disable-warning=TimeoutNegativeWarning',
        ...(heap === undefined ? [] : [`--max-old-space-size=${heap}`]),
      ],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr] as Readable[])
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        this.#traps.get(trappedIn(line) ?? 0)?.come();
      });
    for (const { trap } of this.#traps.values()) this.order({ order: 'arm', trap });
    child.on('message', (news: RigNews) => {
      this.#refused = news.refused;
      this.#idle = news.idle;
    });
    child.once('close', () => log.end());
    child.once('exit', () => {
      this.#refusedBefore += this.#refused;
      this.#refused = 0;
      this.#idle = false;
      this.ends += 1;
      if (!this.#stopping) setTimeout(() => !this.#stopping && this.#launch(), restartAfterMs);
    });
  }
}
