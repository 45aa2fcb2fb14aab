import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Draws } from '../demo/random.ts';
import type { Stack } from '../stack/stack.ts';
import type { Fault, FaultContext } from './faults/fault.ts';
import { services } from './faults/kill.ts';
import type { SmallDisk } from './faults/small-disk.ts';
import { expectedOf } from './ledger/expected.ts';
import { recordsOf, sendingsIn, shipmentOfScans, type Sending } from './ledger/shipment-of-scans.ts';
import { verdictOf, type Verdict } from './ledger/verdict.ts';
import { Network } from './network.ts';
import { EdgeGaveUp, Rig } from './rig.ts';
import type { Control } from './rig/settings.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { Watch, type Seen } from './watch.ts';

/** A run gets on as long as effects are added; without one for this long it is given up. */
const defaultPatienceMs = 90_000;
const lookEveryMs = 500;
/** A process needs less to find out that it stood still. */
const awakeMs = 30_000;
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
  /** Undefined where nobody looked. */
  readonly seen: Seen | undefined;
  /** How often a group of consumers was rebalanced. */
  readonly rebalances: number;
  /** Transactions that Postgres ended because they waited for each other. */
  readonly deadlocks: number;
  /** How long (s) the slowest process took that was asked to end; undefined where none was. */
  readonly slowestEnd: number | undefined;
  /** What kept the run from settling, or was not seen though it had to be. */
  readonly unsettled: string | undefined;
}

/** A run that could not be played to its end. */
export const notPlayed = (why: unknown): RunResult => ({
  verdict: { lost: 0, duplicated: 0, wrongState: 0 },
  faults: [],
  sent: 0,
  effects: 0,
  refused: 0,
  ends: 0,
  seen: undefined,
  rebalances: 0,
  deadlocks: 0,
  slowestEnd: undefined,
  unsettled: `could not be played: ${String(why)}`,
});

/** One run: starts the rig, sends, lets faults strike, waits until everything has settled, and holds the ledger against it. */
export async function playRun(options: RunOptions): Promise<RunResult> {
  const { stack, scenario, run } = options;
  const mounted = await scenario.prepare?.(stack, run);
  const network = scenario.network ? await Network.open(stack, services) : undefined;
  try {
    return await playOn(options, network, mounted?.disk);
  } finally {
    await network?.close();
    await mounted?.putBack();
  }
}

async function playOn(
  options: RunOptions,
  network: Network | undefined,
  disk: SmallDisk | undefined,
): Promise<RunResult> {
  const { stack, scenario, run, seed, patienceMs = defaultPatienceMs, signal } = options;
  const runSeed = seed * 100_003 + run;
  const scans = options.scans * (scenario.load ?? 1);
  const shipment = (): Generator<Sending> => shipmentOfScans(runSeed, scans, scenario.habits);
  const sendings = sendingsIn(runSeed, scans, scenario.habits);
  const faults = scenario.faults(new Draws(runSeed), run);
  const expected = expectedOf(recordsOf(runSeed, scans, scenario.habits));
  const rig = await Rig.start({
    stack,
    topicPrefix: `chaos.${options.control ?? 'all'}.${seed}.${run}.`,
    logDir: join(options.logDir, `run-${run}`),
    control: options.control,
    network,
    keepers: scenario.keepers,
    counting: scenario.counting,
    signal,
  });
  const settled = new AbortController();
  const struck: string[] = [];
  let complaint: string | undefined;
  const complain = (what: string): void => void (complaint ??= what);
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
  const watch = new Watch(rig);
  try {
    const context: FaultContext = {
      rig,
      stack,
      get network() {
        if (!network) throw new Error('the scenario has no network of its own');
        return network;
      },
      get disk() {
        if (!disk) throw new Error('the scenario has no small disk');
        return disk;
      },
      signal: settled.signal,
      untilSettled: async () => {
        const unsettled = await settle(rig, patienceMs, signal);
        if (unsettled !== undefined) complain(unsettled);
      },
      sendAgain: (count) => rig.send(firstScans(count, shipment()), () => undefined),
      complain,
    };
    const striking = new Striking(faults, async (fault) => {
      if (await fault.strike(context)) struck.push(fault.what);
    });
    // Nothing has been sent: settled means that every program is ready.
    const unready = await settle(rig, patienceMs, signal);
    if (unready !== undefined) throw new Error(`The rig did not come up: ${unready}`);
    const deadlocksBefore = await rig.deadlocks();
    const progress = (now: number): Promise<void> => {
      sent = now;
      return striking.progress(sent / sendings);
    };
    let unsettled = await rig.send(shipment(), progress, scenario.lasts && sendings / scenario.lasts).then(
      () => settle(rig, patienceMs, signal),
      (error: unknown) => {
        if (error instanceof EdgeGaveUp) return error.message;
        throw error;
      },
    );
    settled.abort();
    await striking.over();
    // What struck at the very end has to be got over too.
    unsettled ??= await settle(rig, patienceMs, signal);
    if (scenario.network && !(await seen(() => everyoneIsBack(rig), rig, patienceMs, signal)))
      unsettled ??= 'a service did not come back';
    if (
      scenario.mustRefuse?.(run) &&
      struck.length > 0 &&
      !(await seen(() => rig.refused > 0, rig, awakeMs, signal))
    )
      unsettled ??= 'no fence was seen to refuse anything';
    const deadlocks = (await rig.deadlocks()) - deadlocksBefore;
    if (deadlocks > 0) complain(`${deadlocks} deadlocks`);
    const verdict = verdictOf(expected, await rig.found());
    const ends = [...rig.processes.values()].reduce((sum, one) => sum + one.ends, 0);
    const outside = { ...(await watch.stop()), ends };
    return {
      verdict,
      faults: struck,
      sent,
      effects: 2 * expected.effects + expected.quarantined,
      refused: rig.refused,
      ends,
      seen: outside,
      rebalances: rig.rebalancesOf('parcels') + rig.rebalancesOf('follower'),
      deadlocks: Math.max(0, deadlocks),
      slowestEnd: rig.tookToEnd.length > 0 ? Math.max(...rig.tookToEnd) / 1_000 : undefined,
      unsettled: complaint ?? unsettled ?? scenario.objection?.(outside),
    };
  } finally {
    clearInterval(telling);
    settled.abort();
    await watch.stop();
    await rig.close();
  }
}

function* firstScans(count: number, sendings: Iterable<Sending>): Generator<Sending> {
  let left = count;
  for (const sending of sendings) {
    if (left === 0) return;
    if (sending.kind !== 'scan') continue;
    yield sending;
    left -= 1;
  }
}

const everyoneIsBack = (rig: Rig): boolean =>
  [...rig.processes].every(([name, one]) => name === 'edge' || one.isIdle);

/** Lets faults strike in their order, evenly over the sending; the sending waits for those that halt it. */
export class Striking<F extends Pick<Fault, 'what' | 'halts'>> {
  readonly #waiting: F[];
  readonly #of: number;
  readonly #strike: (fault: F) => Promise<void>;
  readonly #struck: Promise<void>[] = [];

  constructor(faults: readonly F[], strike: (fault: F) => Promise<void>) {
    this.#waiting = [...faults];
    this.#of = faults.length;
    this.#strike = strike;
  }

  async progress(share: number): Promise<void> {
    while (this.#waiting.length > 0 && share >= (this.#struck.length + 0.5) / this.#of) {
      const fault = this.#waiting.shift();
      if (!fault) return;
      const struck = this.#strike(fault);
      this.#struck.push(struck);
      if (fault.halts) await struck;
    }
  }

  async over(): Promise<void> {
    await Promise.all(this.#struck);
  }
}

/** Whether something is seen among the news of the rig's processes within a time. */
async function seen(what: () => boolean, rig: Rig, withinMs: number, signal: AbortSignal): Promise<boolean> {
  for (const until = performance.now() + withinMs; performance.now() < until;) {
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
