import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../../stack/shutdown.ts';
import { playBulk } from './in-process/play-bulk.ts';
import { Judge } from './in-process/judge.ts';
import { playOverHttp } from './http/play-over-http.ts';
import { readFuzzOptions } from './options.ts';
import { complaintsOf, textOfReport, type FuzzReport } from './report.ts';
import { collectSeeds } from './seeds/collect-seeds.ts';

/** Runs without the condition of the sources, with --expose-gc: the edges' functions are compiled, and heaps are collected. */
await runMain(async (shutdown) => {
  const { seed, runs, dir, http, only, json } = readFuzzOptions(process.argv.slice(2));
  const { signal } = shutdown;
  const began = performance.now();
  const tell = (line: string): void =>
    console.log(`${((performance.now() - began) / 1_000).toFixed(1).padStart(7)} s  ${line}`);
  const seeds = collectSeeds(dir);
  const sent =
    only === undefined
      ? Array.from({ length: http }, (_, index) => Math.floor((index * runs) / http))
      : [only];
  const logDir = mkdtempSync(join(tmpdir(), 'landfall-fuzz-'));
  shutdown.defer(async () => rmSync(logDir, { recursive: true, force: true }));

  const inProcess =
    only === undefined
      ? await playBulk({ seed, runs, dir, tell, signal })
      : await playOne(new Judge(seeds, seed), only);
  tell(`in process: ${inProcess.failures.length} failures`);
  const overHttp =
    sent.length === 0 || http === 0
      ? undefined
      : await playOverHttp({ seeds, seed, runs: sent, logDir, tell, signal });
  const report: FuzzReport = { name: 'fuzz', seed, seeds: seeds.length, inProcess, overHttp };
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  console.log(textOfReport(report));
  return complaintsOf(report).length === 0 ? 0 : 1;
});

/** One body alone, in this thread, so that a debugger finds it. */
async function playOne(judge: Judge, run: number): Promise<FuzzReport['inProcess']> {
  const judged = await judge.judge(run);
  const failures = 'what' in judged ? [judged] : [];
  const outcomes =
    'what' in judged ? {} : { [`${judged.edge} ${JSON.stringify(judged.outcome).slice(0, 300)}`]: 1 };
  for (const what of [
    ...Object.keys(outcomes),
    ...failures.map((failure) => JSON.stringify(failure, null, 2)),
  ])
    console.log(what);
  return { bodies: 1, seconds: 0, outcomes, heap: { early: 0, late: 0 }, failures };
}
