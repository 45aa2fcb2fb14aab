import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { BulkResult } from '../report.ts';
import type { Failure } from './judge.ts';

/** What a worker is told: the runs from one on and before another. */
export interface BulkOrder {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly dir: string | undefined;
  readonly heapAt: { readonly early: number };
  /** Where it notes the run that it is at. */
  readonly at: SharedArrayBuffer;
}

export type BulkMessage =
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'heap'; readonly when: 'early' | 'late'; readonly mebibytes: number }
  | { readonly kind: 'done'; readonly outcomes: Record<string, number>; readonly seeds: number };

export interface BulkOptions {
  readonly seed: number;
  readonly runs: number;
  readonly dir: string | undefined;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A body that takes more CPU is never done with; neighbours on the machine do not count. */
const patienceSeconds = 60;
const lookEveryMs = 1_000;
const tellEveryMs = 30_000;
/** Of failures that are kept: more would only repeat the same faults. */
const mostFailures = 1_000;

/** All bodies of a campaign in one thread, which is given up and begun anew behind a body that ends it or is never done with. */
export async function playBulk({
  seed,
  runs,
  dir,
  tell,
  signal,
}: BulkOptions): Promise<BulkResult & { seeds: number }> {
  const began = performance.now();
  const failures: Failure[] = [];
  const outcomes: Record<string, number> = {};
  const heap = { early: Infinity, late: 0 };
  let seeds = 0;
  for (let from = 0; from < runs;) {
    const at = new SharedArrayBuffer(4);
    const order: BulkOrder = { seed, from, to: runs, dir, heapAt: { early: Math.floor(runs / 10) }, at };
    const worker = new Worker(join(import.meta.dirname, 'bulk-worker.ts'), { workerData: order });
    worker.on('message', (message: BulkMessage) => {
      if (message.kind === 'failure') {
        const { run, edge, of, what, steps } = message.failure;
        if (failures.every((known) => known.what !== what))
          tell(`${what}: --run ${run} (${edge} ${of}: ${steps})`);
        if (failures.length < mostFailures) failures.push(message.failure);
      } else if (message.kind === 'heap') heap[message.when] = message.mebibytes;
      else {
        seeds = message.seeds;
        for (const [name, count] of Object.entries(message.outcomes))
          outcomes[name] = (outcomes[name] ?? 0) + count;
      }
    });
    const end = await endOf(
      worker,
      new Int32Array(at),
      (run) => tell(`${run} of ${runs} bodies, ${failures.length} failures`),
      signal,
    );
    if (end === undefined) break;
    const run = Atomics.load(new Int32Array(at), 0);
    tell(`${end}: --run ${run}`);
    failures.push({ run, edge: '', of: '', what: end, steps: '', body: '' });
    from = run + 1;
  }
  return { bodies: runs, seconds: (performance.now() - began) / 1_000, outcomes, heap, failures, seeds };
}

/** Of all threads: only the worker is busy. */
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Why a worker had to be given up, or what ended it; undefined where it came to its end. */
async function endOf(
  worker: Worker,
  current: Int32Array,
  tell: (run: number) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  let end: string | undefined;
  let ended = false;
  worker.once('error', (error) => (end = `the process would have ended: ${String(error).slice(0, 300)}`));
  const exit = new Promise<void>((done) => worker.once('exit', () => ((ended = true), done())));
  let [run, since, told] = [-1, cpuSeconds(), performance.now()];
  while (!ended) {
    await Promise.race([exit, delay(lookEveryMs, undefined, { signal }).catch(() => undefined)]);
    const now = Atomics.load(current, 0);
    if (now !== run) [run, since] = [now, cpuSeconds()];
    if (performance.now() - told > tellEveryMs) {
      tell(run);
      told = performance.now();
    }
    if (cpuSeconds() - since > patienceSeconds) end ??= `not done with a body after ${patienceSeconds} s`;
    if (!ended && (end !== undefined || signal.aborted)) await worker.terminate();
  }
  signal.throwIfAborted();
  return end;
}
