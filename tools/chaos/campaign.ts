import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Draws } from '../demo/random.ts';
import type { Stack } from '../stack/stack.ts';
import type { Fault } from './faults/fault.ts';
import { expectedOf } from './ledger/expected.ts';
import { recordsOf, sendingsIn, shipmentOfScans } from './ledger/shipment-of-scans.ts';
import { verdictOf, type Verdict } from './ledger/verdict.ts';
import { Rig } from './rig.ts';
import type { Control } from './rig/settings.ts';
import type { Scenario } from './scenarios/scenario.ts';

/** A run gets on as long as effects are added; without one for this long it is given up. */
const defaultPatienceMs = 90_000;
const lookEveryMs = 500;
const tellEveryMs = 30_000;

export interface RunOptions {
  readonly stack: Stack;
  readonly scenario: Scenario;
  /** Counted from 0; together with the seed it settles what is sent and what goes wrong. */
  readonly run: number;
  readonly seed: number;
  readonly scans: number;
  readonly logDir: string;
  /** A protection that is taken away. */
  readonly control?: Control;
  /** How long a run may stand still before it is given up. */
  readonly patienceMs?: number;
  /** Hears from a long run now and then how far it has come. */
  readonly tell?: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface RunResult {
  readonly verdict: Verdict;
  /** Those that struck. */
  readonly faults: readonly string[];
  readonly sent: number;
  readonly effects: number;
  /** Records that a fence has refused. */
  readonly refused: number;
  /** How often a process of the rig ended. */
  readonly ends: number;
  /** What kept the run from settling, or was not seen though it had to be. */
  readonly unsettled: string | undefined;
}

/** One run: starts the rig, sends, lets faults strike, waits until everything has settled, and holds the ledger against it. */
export async function playRun(options: RunOptions): Promise<RunResult> {
  const { stack, scenario, run, seed, scans, patienceMs = defaultPatienceMs, signal } = options;
  const runSeed = seed * 100_003 + run;
  const sendings = sendingsIn(runSeed, scans, scenario.habits);
  const faults = scenario.faults(new Draws(runSeed), run);
  const expected = expectedOf(recordsOf(runSeed, scans, scenario.habits));
  const rig = await Rig.start({
    stack,
    topicPrefix: `chaos.${options.control ?? 'all'}.${seed}.${run}.`,
    logDir: join(options.logDir, `run-${run}`),
    control: options.control,
    signal,
  });
  const settled = new AbortController();
  const struck: string[] = [];
  let sent = 0;
  const telling = setInterval(() => void tellHowFar(), tellEveryMs);
  const tellHowFar = async (): Promise<void> => {
    const behind = await rig.behind().catch(() => undefined);
    options.tell?.(
      `sent ${sent} of ${sendings}, ${struck.length} of ${faults.length} faults, ` +
        `${behind === undefined ? 'not to be asked' : `${behind} records behind`}, ` +
        `${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB here`,
    );
  };
  try {
    const striking = new Striking(faults, async (fault) => {
      if (await fault.strike({ rig, stack, signal: settled.signal })) struck.push(fault.what);
    });
    // Nothing has been sent: settled means that every program is ready.
    const unready = await settle(rig, patienceMs, signal);
    if (unready !== undefined) throw new Error(`The rig did not come up: ${unready}`);
    await rig.send(
      shipmentOfScans(runSeed, scans, scenario.habits),
      (now) => {
        sent = now;
        striking.progress(sent / sendings);
      },
      scenario.lasts && sendings / scenario.lasts,
    );
    let unsettled = await settle(rig, patienceMs, signal);
    settled.abort();
    await striking.over();
    // What struck at the very end has to be got over too.
    unsettled ??= await settle(rig, patienceMs, signal);
    if (scenario.mustRefuse?.(run) && struck.length > 0 && !(await seen(() => rig.refused > 0, rig, signal)))
      unsettled ??= 'no fence was seen to refuse anything';
    return {
      verdict: verdictOf(expected, await rig.found()),
      faults: struck,
      sent,
      effects: 2 * expected.effects + expected.quarantined,
      refused: rig.refused,
      ends: [...rig.processes.values()].reduce((sum, { ends }) => sum + ends, 0),
      unsettled,
    };
  } finally {
    clearInterval(telling);
    settled.abort();
    await rig.close();
  }
}

/** Lets faults strike in their order, evenly over the sending. */
class Striking {
  readonly #waiting: Fault[];
  readonly #of: number;
  readonly #strike: (fault: Fault) => Promise<void>;
  readonly #struck: Promise<void>[] = [];

  constructor(faults: readonly Fault[], strike: (fault: Fault) => Promise<void>) {
    this.#waiting = [...faults];
    this.#of = faults.length;
    this.#strike = strike;
  }

  progress(share: number): void {
    while (this.#waiting.length > 0 && share >= (this.#struck.length + 0.5) / this.#of) {
      const fault = this.#waiting.shift();
      if (fault) this.#struck.push(this.#strike(fault));
    }
  }

  async over(): Promise<void> {
    await Promise.all(this.#struck);
  }
}

/** Whether something is seen within the time that a process needs to find out that it stood still. */
async function seen(what: () => boolean, rig: Rig, signal: AbortSignal): Promise<boolean> {
  for (const until = performance.now() + 30_000; performance.now() < until;) {
    if (what()) return true;
    rig.askForNews();
    await delay(lookEveryMs, undefined, { signal });
  }
  return false;
}

/** Resolves when nothing is left to do, or to what is wrong when nothing gets on any more. */
async function settle(rig: Rig, patienceMs: number, signal: AbortSignal): Promise<string | undefined> {
  let effects = -1;
  let gotOnAt = performance.now();
  let lastError = 'fences behind their logs, or outboxes not empty';
  for (;;) {
    signal.throwIfAborted();
    try {
      if (await rig.isSettled()) return undefined;
      const now = await rig.effects();
      if (now !== effects) gotOnAt = performance.now();
      effects = now;
    } catch (error) {
      // Kafka or Postgres is on its way up again.
      lastError = String(error);
    }
    if (performance.now() - gotOnAt > patienceMs)
      return `nothing got on for ${patienceMs / 1_000} s: ${lastError}`;
    await delay(lookEveryMs, undefined, { signal });
  }
}
