import { parentPort, workerData } from 'node:worker_threads';
import { collectSeeds } from '../seeds/collect-seeds.ts';
import type { BulkMessage, BulkOrder } from './play-bulk.ts';
import { Judge } from './judge.ts';

const { seed, from, to, dir, heapAt, at } = workerData as BulkOrder;
const seeds = collectSeeds(dir);
const judge = new Judge(seeds, seed);
const current = new Int32Array(at);
const outcomes: Record<string, number> = {};
const send = (message: BulkMessage): void => parentPort?.postMessage(message);

const heap = (): number => {
  if (!globalThis.gc) throw new Error('started without --expose-gc');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

for (let run = from; run < to; run += 1) {
  if (run === heapAt.early) send({ kind: 'heap', when: 'early', mebibytes: heap() });
  Atomics.store(current, 0, run);
  const judged = await judge.judge(run);
  if ('what' in judged) send({ kind: 'failure', failure: judged });
  else {
    const { edge, outcome } = judged;
    const name = outcome.kind === 'refused' ? `${edge} refused ${outcome.code}` : `${edge} taken`;
    outcomes[name] = (outcomes[name] ?? 0) + 1;
  }
}
send({ kind: 'heap', when: 'late', mebibytes: heap() });
send({ kind: 'done', outcomes, seeds: seeds.length });
