import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { openDetector } from '../detector/open-detector.ts';
import { tellFigures } from '../detector/tell.ts';
import { measureSweep } from './measure-sweep.ts';
import { instants, merchantId, newsOf, route } from './parcels-on-their-way.ts';
import type { SweepFigures, SweepSettings, SweptFigures } from './sweep.settings.ts';

const registeredAtOnce = 500;
const lookEveryMs = 5;
/** Due times of the sweep that warms up. */
const warmUp = 2_000;

const settings = JSON.parse(process.argv[2] ?? '{}') as SweepSettings;
const { adminUrl, schema, servers, parcels } = settings;

await tellFigures(async (): Promise<SweepFigures> => {
  const detector = await openDetector(settings);
  const { clock, relay, sweeper } = detector;
  const admin = new pg.Client({ connectionString: adminUrl, options: `-c search_path=${schema}` });
  await admin.connect();

  await detector.keepRoutes(merchantId, [route]);
  clock.set(instants.registered);
  for (let first = 0; first < parcels; first += registeredAtOnce) {
    const count = Math.min(registeredAtOnce, parcels - first);
    const news = Array.from({ length: count }, (_, index) => newsOf(first + index));
    await detector.apply(merchantId, news, instants.registered);
  }
  // Only parcels are swept: no lane is learned, and nobody looks whether the feed has fallen silent.
  await admin.query('DELETE FROM dwell_lane; DELETE FROM incident_watch');

  const swept = async (at: Date): Promise<SweptFigures> => {
    await admin.query('ANALYZE');
    await admin.query('CHECKPOINT');
    clock.set(at);
    return measureSweep({
      servers,
      sweep: () => sweeper.sweep(),
      published: async () => {
        while (!(await detector.hasPublished())) await delay(lookEveryMs);
      },
      messages: () => relay.published,
    });
  };

  const dueAt = (at: Date, count: number) =>
    admin.query(
      'UPDATE parcel SET next_due_at = $1 WHERE parcel_id IN (SELECT parcel_id FROM parcel LIMIT $2)',
      [at, count],
    );
  const stands = async (): Promise<{ due: number; alarms: string }> => {
    const { rows } = await admin.query<{ due: number; alarms: string }>(
      `SELECT (SELECT count(*)::int FROM parcel WHERE next_due_at <= $1) AS due,
         (SELECT coalesce(string_agg(line, ', ' ORDER BY line), 'none') FROM (
            SELECT count(*) || ' ' || code || ' ' || state AS line FROM exception GROUP BY code, state) AS alarm) AS alarms`,
      [clock.now()],
    );
    return rows[0] ?? { due: Number.NaN, alarms: '' };
  };
  const requireSame = (what: string, found: object, expected: object): void => {
    if (JSON.stringify(found) !== JSON.stringify(expected))
      throw new Error(`${what}: ${JSON.stringify({ expected, found })}`);
  };

  await dueAt(instants.warmUp, warmUp);
  await swept(instants.warmUp);

  await dueAt(instants.quiet, parcels);
  const quiet = await swept(instants.quiet);
  const { fired, messages } = quiet;
  requireSame(
    'a quiet sweep',
    { fired, messages, ...(await stands()) },
    { fired: parcels, messages: 0, due: 0, alarms: 'none' },
  );

  const opening = await swept(instants.opening);
  requireSame(
    'a sweep that opens',
    { fired: opening.fired, ...(await stands()) },
    { fired: parcels, due: 0, alarms: `${parcels} leg_stalled open` },
  );
  await admin.end();
  return { quiet, opening };
});
