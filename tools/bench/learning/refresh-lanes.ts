import { setTimeout as delay } from 'node:timers/promises';
import type { LaneModel, TimedStage } from '@landfall/domain';
import type pg from 'pg';
import { compiled } from '../../stack/compiled.ts';
import type { Detector } from '../detector/open-detector.ts';
import { distributionsOfLane, hoursOf, medianBins } from './counts.ts';
import type { RefreshFigures } from './learning.settings.ts';
import { measured } from './measured.ts';

const { LearnedLanes } = await compiled('exception-detection/learn-dwell/learned-lanes');

/** Of all lanes: whose they are, and what has been learned of them. */
export interface Lanes {
  readonly detector: Detector;
  readonly admin: pg.Client;
  readonly merchants: readonly string[];
  readonly lanes: readonly string[];
}

const lookEveryMs = 50;
const limitMs = 300_000;

/** Lets the sweeper make all models anew at its own pace, and reads them as a process does that has none. */
export async function refreshLanes(lanes: Lanes, postgres: number): Promise<RefreshFigures> {
  const { detector, admin } = lanes;
  const { clock, sweeper } = detector;
  await admin.query('UPDATE dwell_lane SET next_refresh_at = $1', [clock.now()]);
  await admin.query('CHECKPOINT');
  const watch = watchSweeps(sweeper);
  const figures = await measured(postgres, async () => {
    sweeper.start();
    for (const end = performance.now() + limitMs; await isAnyDue(lanes); await delay(lookEveryMs))
      if (performance.now() > end) throw new Error(`lanes were still due after ${limitMs / 1_000} s`);
  });
  await sweeper.stop();
  const { sweeps, busySeconds } = watch();
  return { ...figures, sweeps, busySeconds, readSeconds: await readAgain(lanes) };
}

/** Counts the sweeps that find something due, and how long all take, until it is asked. */
function watchSweeps(sweeper: Detector['sweeper']): () => { sweeps: number; busySeconds: number } {
  const sweep = sweeper.sweep.bind(sweeper);
  let sweeps = 0;
  let busySeconds = 0;
  sweeper.sweep = async (now) => {
    const began = performance.now();
    const fired = await sweep(now);
    busySeconds += (performance.now() - began) / 1_000;
    sweeps += Math.sign(fired);
    return fired;
  };
  return () => {
    sweeper.sweep = sweep;
    return { sweeps, busySeconds };
  };
}

async function isAnyDue({ admin, detector }: Lanes): Promise<boolean> {
  const { rows } = await admin.query('SELECT FROM dwell_lane WHERE next_refresh_at <= $1 LIMIT 1', [
    detector.clock.now(),
  ]);
  return rows.length > 0;
}

/** Seconds of reading all models; throws where they are not what the counts say. */
async function readAgain({ detector, admin, merchants, lanes }: Lanes): Promise<number> {
  const refs = merchants.flatMap((merchantId) => lanes.map((lane) => ({ merchantId, lane })));
  const began = performance.now();
  const modelOf = await detector.unitOfWork.run({ pool: 'consumer', merchants }, (tx) =>
    new LearnedLanes().modelsOf(tx, refs),
  );
  const seconds = (performance.now() - began) / 1_000;
  for (const ref of refs) requireLearned(ref.lane, modelOf(ref));
  const { rows } = await admin.query<{ distributions: number; lanes: number }>(
    'SELECT json_array_length(model) AS distributions, count(*)::int AS lanes FROM dwell_lane GROUP BY 1',
  );
  const expected = [{ distributions: distributionsOfLane, lanes: refs.length }];
  if (JSON.stringify(rows) !== JSON.stringify(expected))
    throw new Error(`models: ${JSON.stringify({ expected, found: rows })}`);
  return seconds;
}

/** Throws where a lane's medians are not those that its stays were drawn with, or a route has not been learned by itself. */
function requireLearned(lane: string, model: LaneModel | undefined): void {
  const key = { lane, provider: 'provider-1', route: 'route-1-1' };
  for (const [stage, bin] of Object.entries(medianBins)) {
    const ofRoute = model?.dwellOf(stage as TimedStage, key);
    const ofLane = model?.dwellOf(stage as TimedStage, { ...key, provider: 'nobody', route: '' });
    const median = ofLane?.quantile(0.5) ?? Number.NaN;
    const isRight = Math.abs(Math.log2(median / hoursOf(bin))) < 0.25;
    if (!isRight || ofRoute?.origin.level !== 'route' || ofLane?.origin.level !== 'lane')
      throw new Error(
        `${stage} of ${lane}: the median is ${median} h, of a ${ofRoute?.origin.level} and a ${ofLane?.origin.level}`,
      );
  }
}
