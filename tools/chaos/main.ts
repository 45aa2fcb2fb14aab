import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { provideStack } from '../stack/provide-stack.ts';
import { runMain } from '../stack/shutdown.ts';
import type { Shutdown } from '../stack/shutdown.ts';
import type { Stack } from '../stack/stack.ts';
import { buildPrograms } from '../workload/build-programs.ts';
import { notPlayed, playRun, type RunOptions, type RunResult } from './campaign.ts';
import { playControl, type ControlResult } from './controls.ts';
import { startFuzz } from './fuzz/start-fuzz.ts';
import { isClean, outcomeOf, reportOf, type ChaosReport, type Played } from './report.ts';
import { inTurns } from './in-turns.ts';
import { controls } from './rig/settings.ts';
import { scenarios } from './scenarios.ts';
import { long } from './scenarios/long.ts';
import { playServices } from './services/play-services.ts';

const defaultScans = 3_000;
/** With the repetitions more than two million. */
const scansOfLong = 1_400_000;
/** After an hour a broker and a database have more to look through when they come back. */
const patienceOfLongMs = 300_000;

/** Those of the rig, and the one over the real services. */
const names = [...Object.keys(scenarios), 'services'];

const usage = `npm run chaos [-- NAME ... options]
  NAME         of: ${names.join(', ')}, all without one; or long, for an hour of kills;
               or fuzz, for bodies that nobody should send: it has options of its own, see fuzz --help
  --runs N     runs in all, the scenarios take turns; without it 3 of each, 1 of long
  --seed S     what is sent and what goes wrong follow from it; 1 without it
  --scans N    scans a run; 3000 without it, 1400000 of long (half of them are sent twice)
  --kills N    kills of long; 1000 without it
  --controls   take one protection after the other away: each must be noticed; NAME is of
               ${controls.join(', ')} then
  --json FILE  write the reports there
  --keep-logs  leave the outputs of the processes, and say where`;

interface Options {
  readonly names: readonly string[];
  readonly runs: number | undefined;
  readonly seed: number;
  readonly scans: number | undefined;
  readonly kills: number;
  readonly json: string | undefined;
  readonly controls: boolean;
  readonly keepLogs: boolean;
}

function readOptions(): Options | string {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      seed: { type: 'string', default: '1' },
      scans: { type: 'string' },
      kills: { type: 'string', default: '1000' },
      controls: { type: 'boolean', default: false },
      json: { type: 'string' },
      'keep-logs': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return usage;
  const known: readonly string[] = values.controls ? controls : [...names, 'long'];
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) return `${unknown.join(', ')}?\n${usage}`;
  const { runs, seed, scans, kills } = values;
  const numbers = {
    runs: runs === undefined ? undefined : Number(runs),
    seed: Number(seed),
    scans: scans === undefined ? undefined : Number(scans),
    kills: Number(kills),
  };
  for (const [name, value] of Object.entries(numbers))
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 1))
      return `--${name} must be a whole number from 1 on\n${usage}`;
  return {
    names: positionals.length > 0 ? positionals : known.filter((name) => name !== 'long'),
    ...numbers,
    controls: values.controls,
    json: values.json,
    keepLogs: values['keep-logs'],
  };
}

async function chaos(options: Options, shutdown: Shutdown): Promise<number> {
  const { signal } = shutdown;
  const startedAt = performance.now();
  const seconds = (since = startedAt): number => (performance.now() - since) / 1_000;
  const log = (line: string): void => console.log(`${seconds().toFixed(1).padStart(7)} s  ${line}`);
  let provided: Promise<Stack> | undefined;
  const rigStack = (): Promise<Stack> => (provided ??= provideRigStack(shutdown, log));
  /** The next run has new servers: nobody knows in which state a run that was not played to its end left these. */
  const afresh = async (why: unknown): Promise<RunResult> => {
    signal.throwIfAborted();
    await (await provided)?.stop();
    provided = undefined;
    return notPlayed(why);
  };
  const logDir = mkdtempSync(join(tmpdir(), 'landfall-chaos-'));
  if (options.keepLogs) log(`outputs in ${logDir}`);
  else shutdown.defer(async () => rmSync(logDir, { recursive: true, force: true }));

  if (options.controls) {
    const results: ControlResult[] = [];
    for (const control of controls.filter((name) => options.names.includes(name))) {
      const result = await playControl(control, {
        stack: await rigStack(),
        seed: options.seed,
        scans: options.scans ?? defaultScans,
        logDir: join(logDir, control),
        signal,
      });
      results.push(result);
      log(`${control}: ${result.caught === undefined ? 'NOT NOTICED' : `noticed: ${result.caught}`}`);
    }
    if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
    return results.every(({ caught }) => caught !== undefined) ? 0 : 1;
  }

  const possible = options.names.filter((name) => {
    const problem = scenarios[name]?.impossible?.();
    if (problem !== undefined) log(`${name}: skipped: ${problem}`);
    return problem === undefined;
  });
  const plan = inTurns(possible, options.runs);
  const played = new Map<string, Played[]>();
  const reports = (): ChaosReport[] =>
    [...played].map(([name, ofName]) => reportOf(name, options.seed, ofName));
  for (const [turn, { name, run }] of plan.entries()) {
    const place = `${turn + 1}/${plan.length} ${name} ${run}`;
    const began = performance.now();
    const result = await play(name, {
      run,
      ...options,
      rigStack,
      logDir: join(logDir, name),
      tell: (line) => log(`${place}: ${line}`),
      signal,
    }).catch(afresh);
    played.set(name, [...(played.get(name) ?? []), { run, result, seconds: seconds(began) }]);
    log(`${place}: ${outcomeOf(result)}`);
    // A campaign takes hours: what it has found until it is stopped is kept.
    if (options.json) writeFileSync(options.json, `${JSON.stringify(reports(), null, 2)}\n`);
  }
  for (const { name, runs, faultsInjected, lost, duplicated, wrongState, unexplained } of reports())
    console.log(
      `${name}: ${runs} runs, ${faultsInjected} faults; lost ${lost}, duplicated ${duplicated}, ` +
        `wrong state ${wrongState}, unexplained ${unexplained}`,
    );
  return reports().every(isClean) ? 0 : 1;
}

async function provideRigStack(shutdown: Shutdown, log: (line: string) => void): Promise<Stack> {
  const { signal } = shutdown;
  log('compiling the rig');
  await buildPrograms('chaos', signal);
  // Kafka and Postgres are killed too: they must be processes of this machine.
  const stack = await provideStack({ purpose: 'chaos', mode: 'native', signal, log });
  shutdown.defer(() => stack.stop());
  stack.supervise(() => undefined);
  return stack;
}

async function play(
  name: string,
  options: Pick<Options, 'seed' | 'scans' | 'kills'> &
    Pick<RunOptions, 'run' | 'logDir' | 'signal'> & {
      tell: (line: string) => void;
      rigStack: () => Promise<Stack>;
    },
): Promise<RunResult> {
  const { scans = defaultScans, kills } = options;
  if (name === 'services') return playServices({ ...options, scans });
  const stack = await options.rigStack();
  if (name === 'long') {
    const ofLong = { scans: options.scans ?? scansOfLong, patienceMs: patienceOfLongMs };
    return playRun({ ...options, stack, scenario: long(kills), ...ofLong });
  }
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`unreachable: ${name} was checked`);
  return playRun({ ...options, stack, scenario, scans });
}

await runMain(async (shutdown) => {
  const [, , name, ...args] = process.argv;
  if (name === 'fuzz') return startFuzz(args, shutdown.signal);
  const options = readOptions();
  if (typeof options !== 'string') return chaos(options, shutdown);
  console.log(options);
  return options === usage ? 0 : 2;
});
