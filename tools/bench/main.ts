import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { provideStack } from '../stack/provide-stack.ts';
import { runMain } from '../stack/shutdown.ts';
import type { Shutdown } from '../stack/shutdown.ts';
import { applyBench } from './apply/apply.bench.ts';
import type { Bench } from './bench.ts';
import { catchUpBench } from './catch-up/catch-up.bench.ts';
import { detectionBench } from './detection/detection.bench.ts';
import { duplicatesBench } from './duplicates/duplicates.bench.ts';
import { endToEndBench } from './end-to-end/end-to-end.bench.ts';
import { exactlyOnceBench } from './exactly-once/exactly-once.bench.ts';
import { growthSettingsBench } from './growth/growth-settings.bench.ts';
import { growthBench } from './growth/growth.bench.ts';
import { intakeBench } from './intake/intake.bench.ts';
import { latencyBench } from './latency/latency.bench.ts';
import { learningBench } from './learning/learning.bench.ts';
import { limitBench } from './limit/limit.bench.ts';
import { machineName } from './machine.ts';
import { mappingBench } from './mapping/mapping.bench.ts';
import { memoryBench } from './memory/memory.bench.ts';
import { tellProfiles } from './profile/tell-profiles.ts';
import { tellStatements } from './profile/tell-statements.ts';
import { publishBench } from './publish/publish.bench.ts';
import { tableOf } from './report.ts';
import type { BenchReport, BenchResult } from './report.ts';
import { sweeperBench } from './sweeper/sweeper.bench.ts';
import { telemetryBench } from './telemetry/telemetry.bench.ts';
import { transportBench } from './transport/transport.bench.ts';
import { validationBench } from './validation/validation.bench.ts';

/** Every benchmark by its name, in the order they run. */
const benches = {
  apply: applyBench,
  publish: publishBench,
  validation: validationBench,
  mapping: mappingBench,
  intake: intakeBench,
  'end-to-end': endToEndBench,
  limit: limitBench,
  'exactly-once': exactlyOnceBench,
  duplicates: duplicatesBench,
  telemetry: telemetryBench,
  transport: transportBench,
  detection: detectionBench,
  sweeper: sweeperBench,
  learning: learningBench,
  growth: growthBench,
  'growth-settings': growthSettingsBench,
  'catch-up': catchUpBench,
  memory: memoryBench,
  latency: latencyBench,
} as const satisfies Record<string, Bench>;
type BenchName = keyof typeof benches;

const usage = `npm run bench [-- NAME ... options]
  NAME           of: ${Object.keys(benches).join(', ')}; all without one
  --short        one run with fewer events: to see that it works
  --json FILE    write the report there
  --profile DIR  let our measured processes leave CPU profiles there, told as text as well, and cost more
  --report-only  exit code 0 also when a goal is missed`;

interface Options {
  readonly names: readonly BenchName[];
  readonly short: boolean;
  readonly json: string | undefined;
  readonly profileTo: string | undefined;
  readonly reportOnly: boolean;
}

function readOptions(): Options | string {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      short: { type: 'boolean', default: false },
      json: { type: 'string' },
      profile: { type: 'string' },
      'report-only': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return usage;
  const known = Object.keys(benches) as BenchName[];
  const unknown = positionals.filter((name) => !(known as string[]).includes(name));
  if (unknown.length > 0) return `${unknown.join(', ')}?\n${usage}`;
  return {
    names: positionals.length === 0 ? known : known.filter((name) => positionals.includes(name)),
    short: values.short,
    json: values.json,
    profileTo: values.profile,
    reportOnly: values['report-only'],
  };
}

async function bench(
  { names, short, json, profileTo, reportOnly }: Options,
  shutdown: Shutdown,
): Promise<number> {
  const { signal } = shutdown;
  const startedAt = performance.now();
  const log = (line: string): void => {
    console.log(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${line}`);
  };
  // The CPU time of Kafka and Postgres can be read only where they are processes of this machine.
  const stack = await provideStack({
    purpose: 'bench',
    mode: 'native',
    countStatements: profileTo !== undefined,
    signal,
    log,
  });
  shutdown.defer(() => stack.stop());
  log(`Kafka on ${stack.kafkaBrokers}, Postgres on ${new URL(stack.databaseUrl).host}.`);
  const results: BenchResult[] = [];
  const report: BenchReport = { machine: machineName(), results };
  for (const name of names) {
    results.push(...(await benches[name]({ stack, short, profileTo, signal, log })));
    // All of them take hours: what has been measured until one fails is kept.
    if (json) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (profileTo)
    for (const path of [...tellProfiles(profileTo), await tellStatements(profileTo, stack.databaseUrl)])
      log(`where the time went: ${path}`);
  console.log(`\n${tableOf(report)}`);
  return reportOnly || results.every((result) => result.met) ? 0 : 1;
}

await runMain(async (shutdown) => {
  const options = readOptions();
  if (typeof options !== 'string') return bench(options, shutdown);
  console.log(options);
  return options === usage ? 0 : 2;
});
