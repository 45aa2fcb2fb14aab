import { writeFileSync } from 'node:fs';
import { progressLine } from '../replay/progress.ts';
import { runMain, type Shutdown } from '../stack/shutdown.ts';
import { makeWorld } from '../world/life/world.ts';
import { readOptions, usage as worldUsage, type Options } from '../world/options.ts';
import { playWorld } from '../world/play/play-world.ts';
import { summaryOf, type WorldReport } from '../world/score/report.ts';
import { scoreWorld } from '../world/score/score-world.ts';
import { RulesEdges } from './rules-edges.ts';

const usage = `npm run rehearsal -- [the options of npm run world]
A world played to the rules alone, without HTTP, Kafka and Postgres and without watching orders: minutes in place of an
hour, to see what a change of rules, estimates or incidents does. Only npm run world says how good the system is.

${worldUsage}`;

async function rehearse(options: Options, { signal }: Shutdown): Promise<number> {
  const reports: (WorldReport & { answered: unknown; planted: unknown })[] = [];
  for (const seed of options.seeds) {
    const began = performance.now();
    const world = makeWorld({ seed, ...options });
    const show = progressLine(`rehearsal ${seed}`);
    const played = await playWorld(new RulesEdges(), world, options.stepHours, show, signal);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const report = scoreWorld(world, played, options.stepHours, seconds);
    // What was found beside what was planted: the score alone does not say which.
    reports.push({ ...report, answered: played.incidents, planted: world.incidents });
    console.log(summaryOf(report));
    if (options.json) writeFileSync(options.json, `${JSON.stringify(reports, null, 2)}\n`);
  }
  return 0;
}

await runMain(async (shutdown) => {
  const options = readOptions(process.argv.slice(2));
  if (typeof options !== 'string') return rehearse(options, shutdown);
  console.log(options === worldUsage ? usage : `${options}\n${usage}`);
  return options === worldUsage ? 0 : 2;
});
