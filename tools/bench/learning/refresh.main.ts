import pg from 'pg';
import { openDetector } from '../detector/open-detector.ts';
import { tellFigures, tellLine } from '../detector/tell.ts';
import { distributionsOfLane, fillCounts, laneNames, merchantIds, routesOf } from './counts.ts';
import type { LearningFigures, LearningSettings, RefreshFigures } from './learning.settings.ts';
import type { Measured } from './measured.ts';
import { quantiles } from './quantiles.ts';
import { refreshLanes } from './refresh-lanes.ts';

const now = new Date('2026-06-01T00:00:00Z');
const lastDay = now.getTime() / 86_400_000 - 1;

const settings = JSON.parse(process.argv[2] ?? '{}') as LearningSettings;
const { adminUrl, schema, rounds } = settings;
const { postgres } = settings.servers;
const merchants = merchantIds(settings.merchants);
const lanes = laneNames(settings.lanes);

await tellFigures(async (): Promise<LearningFigures> => {
  const detector = await openDetector(settings);
  detector.clock.set(now);
  // By itself the sweeper fires only what was due when all that stands in the logs had been heard.
  await detector.app.startAllMicroservices();
  const admin = new pg.Client({ connectionString: adminUrl, options: `-c search_path=${schema}` });
  await admin.connect();
  const { rows, stays } = await fillCounts(admin, merchants, lanes, lastDay);
  const count = merchants.length * lanes.length;
  tellLine(`learning: ${count} lanes, ${rows} counts of ${stays} stays`);

  const ours: RefreshFigures[] = [];
  const baseline: Measured[] = [];
  const sides = [
    async () => {
      const found = await refreshLanes({ detector, admin, merchants, lanes }, postgres);
      ours.push(found);
      return described('ours', found);
    },
    async () => {
      const found = await quantiles(admin, count * distributionsOfLane, postgres);
      baseline.push(found);
      return described('baseline', found);
    },
  ];
  for (let round = 1; round <= rounds; round += 1)
    for (const side of round % 2 === 1 ? sides : sides.toReversed())
      tellLine(`learning: round ${round}/${rounds}, ${await side()}; as expected`);
  await admin.end();
  return { routes: routesOf(merchants.length, lanes.length), rows, stays, ours, baseline };
});

function described(name: string, { seconds, cpu }: Measured): string {
  return `${name}: ${seconds.toFixed(1)} s, CPU ${cpu.service.toFixed(1)} s here and ${cpu.postgres.toFixed(1)} s in Postgres`;
}
