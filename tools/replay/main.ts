import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMain, type Shutdown } from '../stack/shutdown.ts';
import { startThrowawaySystem, type ThrowawaySystem } from '../start/throwaway-system.ts';
import { developmentSenderKey } from '../stack/environment.ts';
import { killsDuring } from './kills.ts';
import { LandfallClient } from './landfall-client.ts';
import { progressLine } from './progress.ts';
import { replayOlist } from './replay-olist.ts';
import { summaryOf, unexplained } from './report.ts';

const usage = `npm run replay -- --source olist --dir DIR [options]
  --dir DIR      folder of the data set
  --limit N      only the first N orders
  --step HOURS   what happened within so many hours is told at their last instant (default 6)
  --url URL --key KEY [--sender-key KEY]
                 a running system under LANDFALL_CLOCK=replay; without it one is started and thrown away
  --kills N [--seed S]
                 kill -9 so many processes of the started system on the way: services, Kafka, Postgres
  --json FILE    write the report there`;

interface Options {
  dir: string;
  limit: number;
  stepHours: number;
  url: string | undefined;
  key: string | undefined;
  senderKey: string | undefined;
  json: string | undefined;
  kills: number;
  seed: number;
}

function readOptions(): Options | string {
  const { values } = parseArgs({
    options: {
      source: { type: 'string' },
      dir: { type: 'string' },
      limit: { type: 'string' },
      step: { type: 'string', default: '6' },
      url: { type: 'string' },
      key: { type: 'string' },
      'sender-key': { type: 'string' },
      json: { type: 'string' },
      kills: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.source !== 'olist')
    return `--source ${values.source ?? ''}? Only olist can be replayed.\n${usage}`;
  const { dir, url, key, json } = values;
  if (!dir || !existsSync(dir))
    return `--dir must be the folder of the Olist data set${dir ? `: ${dir} is not there` : ''}.\n${usage}`;
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  if (!(limit > 0)) return `--limit must be a whole number from 1.\n${usage}`;
  const stepHours = Number(values.step);
  if (!(stepHours > 0)) return `--step must be a number of hours.\n${usage}`;
  if ((url === undefined) !== (key === undefined)) return `--url and --key go together.\n${usage}`;
  const [kills, seed] = [Number(values.kills), Number(values.seed)];
  if (!Number.isInteger(kills) || kills < 0 || (kills > 0 && url !== undefined))
    return `--kills must be a whole number, and only a system of the replay's own is killed.\n${usage}`;
  return { dir, limit, stepHours, url, key, senderKey: values['sender-key'], json, kills, seed };
}

async function replay(options: Options, shutdown: Shutdown): Promise<number> {
  const { dir, json, kills, seed } = options;
  const show = progressLine('replay');
  const system = options.url === undefined ? await ownSystem(shutdown) : undefined;
  const killing = system && kills > 0 ? killsDuring(system, kills, seed) : undefined;
  const report = await replayOlist(clientOf(options, system), dir, options, (done, of, at) => {
    show(done, of, at);
    killing?.progress(done, of);
  });
  if (killing) report.kills = killing.kills;
  if (json) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  console.log(summaryOf(report));
  const left = unexplained(report);
  for (const difference of left.slice(0, 20)) console.log(`unexplained: ${JSON.stringify(difference)}`);
  return left.length === 0 ? 0 : 1;
}

function clientOf({ url, key, senderKey }: Options, system: ThrowawaySystem | undefined): LandfallClient {
  if (system) return new LandfallClient(system.url, system.apiKey, system.senderKey);
  const signing = senderKey ?? process.env['CARRIER_17TRACK_API_KEY'] ?? developmentSenderKey;
  return new LandfallClient(url ?? '', key ?? '', signing);
}

async function ownSystem(shutdown: Shutdown): Promise<ThrowawaySystem> {
  const system = await startThrowawaySystem({
    purpose: 'test',
    clock: 'replay',
    signal: shutdown.signal,
    log: (line) => console.log(line),
  });
  shutdown.defer(() => system.close());
  console.log(`The system is at ${system.url}.`);
  return system;
}

await runMain(async (shutdown) => {
  const options = readOptions();
  if (typeof options !== 'string') return replay(options, shutdown);
  console.error(options);
  return 2;
});
