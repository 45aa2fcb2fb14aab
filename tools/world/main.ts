import { writeFileSync } from 'node:fs';
import { LandfallClient } from '../replay/landfall-client.ts';
import { progressLine } from '../replay/progress.ts';
import { developmentSenderKey } from '../stack/environment.ts';
import { runMain, type Shutdown } from '../stack/shutdown.ts';
import { startThrowawaySystem } from '../start/throwaway-system.ts';
import { makeWorld } from './life/world.ts';
import { readOptions, usage, type Options } from './options.ts';
import { playWorld } from './play/play-world.ts';
import { allMet } from './score/goals.ts';
import { summaryOf, type WorldReport } from './score/report.ts';
import { scoreWorld } from './score/score-world.ts';
import { worstGoals } from './score/worst-goals.ts';

async function world(options: Options, shutdown: Shutdown): Promise<number> {
  const reports: WorldReport[] = [];
  for (const seed of options.seeds) {
    const report = await playSeed(seed, options, shutdown);
    reports.push(report);
    console.log(summaryOf(report));
    // Seeds take hours: what has been found until it is stopped is kept.
    if (options.json) writeFileSync(options.json, `${JSON.stringify(written(reports), null, 2)}\n`);
  }
  const goals = worstGoals(reports);
  const missed = goals.filter(({ met }) => met === false);
  console.log(`${goals.filter(({ met }) => met === true).length} goals met, ${missed.length} missed`);
  return allMet(goals) ? 0 : 1;
}

/** One seed is its report; several are all of them, with each goal as the worst seed has it. */
function written(reports: readonly WorldReport[]): object {
  const [only] = reports;
  return reports.length === 1 && only ? only : { reports, goals: worstGoals(reports) };
}

async function playSeed(seed: number, options: Options, shutdown: Shutdown): Promise<WorldReport> {
  const made = makeWorld({ seed, ...options });
  const began = performance.now();
  const play = async (client: LandfallClient): Promise<WorldReport> => {
    const show = progressLine(`world ${seed}`);
    const played = await playWorld(client, made, options.stepHours, show, shutdown.signal);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    return scoreWorld(made, played, options.stepHours, seconds);
  };
  const { url, key, senderKey } = options;
  if (url !== undefined && key !== undefined) {
    const signing = senderKey ?? process.env['CARRIER_17TRACK_API_KEY'] ?? developmentSenderKey;
    return play(new LandfallClient(url, key, signing));
  }
  const system = await startThrowawaySystem({
    purpose: 'test',
    clock: 'replay',
    signal: shutdown.signal,
    log: (line) => console.log(line),
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= system.close());
  shutdown.defer(close);
  console.log(`World ${seed} is played on the system at ${system.url}.`);
  const report = await play(new LandfallClient(system.url, system.apiKey, system.senderKey));
  await close();
  return report;
}

await runMain(async (shutdown) => {
  const options = readOptions(process.argv.slice(2));
  if (typeof options !== 'string') return world(options, shutdown);
  if (options === usage) {
    console.log(usage);
    return 0;
  }
  console.error(`${options}\n${usage}`);
  return 2;
});
