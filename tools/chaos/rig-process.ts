import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { serviceFlags } from '../stack/node-flags.ts';
import { stateDir } from '../stack/repository.ts';
import { begun, trappedIn } from './rig/settings.ts';
import type { RigNews, RigOrder, RigSettings, Trap } from './rig/settings.ts';

const restartAfterMs = 100;
/** One that has not ended by itself after so long is killed. */
const endsWithinMs = 20_000;
let nextTrap = 0;

/** How a process ended that had been asked to. */
export interface Departure {
  readonly tookMs: number;
  /** Its exit code, or the signal that killed it. */
  readonly by: number | NodeJS.Signals | null;
  /** What it was in its group. */
  readonly memberId: string | undefined;
}

/** A program of the rig that is started again whenever it ends, until it leaves or is stopped. */
export class RigProcess {
  readonly name: string;
  readonly #settings: RigSettings;
  readonly #log: string;
  #child: ChildProcess | undefined;
  #wanted = true;
  #before = { refused: 0, rebalances: 0 };
  #news: RigNews = nothingNew;
  #hasBegun = false;
  #begun = Promise.withResolvers<void>();
  #aheadMs = 0;
  readonly #traps = new Map<number, { trap: Trap; come: () => void }>();
  /** How often it ended by itself or was killed. */
  ends = 0;

  constructor(name: string, settings: RigSettings, logDir: string) {
    this.name = name;
    this.#settings = settings;
    this.#log = join(logDir, `${name}.log`);
    this.#launch();
  }

  get role(): RigSettings['role'] {
    return this.#settings.role;
  }

  /** Undefined between an end and the next start. */
  get pid(): number | undefined {
    return this.#child && isLiving(this.#child) ? this.#child.pid : undefined;
  }

  /** Records that its fence has refused, over all its lives, as far as it has told. */
  get refused(): number {
    return this.#before.refused + this.#news.refused;
  }

  /** Rebalances that it has led, over all its lives. */
  get rebalances(): number {
    return this.#before.rebalances + this.#news.rebalances;
  }

  /** Whether it told last, in this life and since it was asked to, that it is a member of its group and has nothing in hand. */
  get isIdle(): boolean {
    return this.#news.idle;
  }

  /** Resolves when it can be asked to end, in this life or in the next. */
  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  order(order: RigOrder): void {
    if (order.order === 'settle') this.#news = { ...this.#news, idle: false };
    if (this.#child?.connected) this.#child.send(order, () => undefined);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Lets its clock run so far (ms) ahead of the system's, in this life and in those to come. */
  stepClock(aheadMs: number): void {
    this.#aheadMs = aheadMs;
    this.order({ order: 'clock', aheadMs });
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

  /** Asks it to end (SIGTERM) and waits until it has; its successor is started as after any end. */
  async replace(): Promise<Departure> {
    const child = this.#child;
    if (!child || !isLiving(child)) throw new Error(`${this.name} does not run`);
    const { memberId } = this.#news;
    const asked = performance.now();
    const killing = setTimeout(() => child.kill('SIGKILL'), endsWithinMs);
    child.kill('SIGTERM');
    await new Promise<void>((resolve) => child.once('exit', () => resolve()));
    clearTimeout(killing);
    return { tookMs: performance.now() - asked, by: child.signalCode ?? child.exitCode, memberId };
  }

  /** Asks it to end and does not start it again before it is told to `come`. */
  leave(): Promise<Departure> {
    this.#wanted = false;
    return this.replace();
  }

  /** Starts it again after it has left. */
  come(): void {
    this.#wanted = true;
    if (this.pid === undefined) this.#launch();
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    const child = this.#child;
    if (!child || !isLiving(child)) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  #launch(): void {
    const log = createWriteStream(this.#log, { flags: 'a' });
    const child = fork(join(stateDir, 'chaos', 'chaos', 'rig', 'main.js'), [JSON.stringify(this.#settings)], {
      execArgv: [...serviceFlags],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr] as Readable[])
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        this.#traps.get(trappedIn(line) ?? 0)?.come();
      });
    if (this.#aheadMs !== 0) this.stepClock(this.#aheadMs);
    for (const { trap } of this.#traps.values()) this.order({ order: 'arm', trap });
    child.on('message', (news: RigNews | typeof begun) => {
      if (!isLiving(child)) return;
      if (news !== begun) {
        this.#news = news;
        return;
      }
      this.#hasBegun = true;
      this.#begun.resolve();
    });
    child.once('close', () => log.end());
    child.once('exit', () => {
      this.#before = { refused: this.refused, rebalances: this.rebalances };
      this.#news = nothingNew;
      // Whoever waits for one that never came so far waits for its successor.
      if (this.#hasBegun) this.#begun = Promise.withResolvers();
      this.#hasBegun = false;
      this.ends += 1;
      setTimeout(() => this.#wanted && this.#child === child && this.#launch(), restartAfterMs);
    });
  }
}

const nothingNew: RigNews = { refused: 0, idle: false, rebalances: 0, memberId: undefined };

const isLiving = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;
