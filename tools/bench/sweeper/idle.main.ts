import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { readCpu } from '../cpu-time.ts';
import { openDetector, type Detector } from '../detector/open-detector.ts';
import { tellFigures, tellLine } from '../detector/tell.ts';
import type { IdleFigures, IdleSettings, IdleSide } from './idle.settings.ts';

const merchants = 20;
const now = new Date('2026-03-02T00:00:00Z');
/** A backend tells what it has read at the end of a transaction, at most once a second. */
const toldAfterMs = 1_100;

const { sides, servers, rounds, looks } = JSON.parse(process.argv[2] ?? '{}') as IdleSettings;

/** A table of parcels whose sweeper has nothing to do. */
interface Resting extends IdleSide {
  readonly detector: Detector;
  readonly admin: pg.Client;
}

await tellFigures(async (): Promise<IdleFigures> => {
  const figures: IdleFigures = [];
  const resting: Resting[] = [];
  for (const side of sides) {
    tellLine(`sweeper: a table of ${side.parcels} parcels`);
    resting.push(await openFilled(side));
    figures.push({ parcels: side.parcels, micros: [], millis: [], pages: Number.NaN });
  }
  const pagesBefore = await Promise.all(resting.map(pagesRead));
  const turns = [...resting.entries()];
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, { detector }] of round % 2 === 0 ? turns : turns.toReversed()) {
      const { micros, millis } = await idle(detector);
      // The first round warms up.
      if (round > 0) figures[index]?.micros.push(micros);
      if (round > 0) figures[index]?.millis.push(millis);
    }
  const pagesAfter = await Promise.all(resting.map(pagesRead));
  await Promise.all(resting.map(({ admin }) => admin.end()));
  return figures.map((found, index) => ({
    ...found,
    pages: ((pagesAfter[index] ?? Number.NaN) - (pagesBefore[index] ?? 0)) / ((rounds + 1) * looks),
  }));
});

/** Parcels on their way, the first of them due in an hour. What each is like stands in columns that nobody reads. */
async function openFilled(side: IdleSide): Promise<Resting> {
  const detector = await openDetector(side);
  detector.clock.set(now);
  const admin = new pg.Client({
    connectionString: side.adminUrl,
    options: `-c search_path=${side.schema}`,
  });
  await admin.connect();
  await admin.query(
    `INSERT INTO known_merchant SELECT gen_random_uuid() FROM generate_series(1, ${merchants})`,
  );
  await admin.query(
    `INSERT INTO parcel (merchant_id, parcel_id, status, current_leg, destination_country, next_due_at)
     SELECT known[nth % ${merchants} + 1], gen_random_uuid(), 'in_transit', 'trunk_line', 'DE',
       $1::timestamptz + interval '1 hour' + random() * interval '20 days'
     FROM (SELECT array_agg(merchant_id) AS known FROM known_merchant) AS merchant,
       generate_series(1, ${side.parcels}) AS nth`,
    [now],
  );
  await admin.query('VACUUM (ANALYZE) parcel');
  await admin.query('CHECKPOINT');
  return { ...side, detector, admin };
}

/** CPU of the service and Postgres, and the time, of the look for what is due that the sweeper takes every second. */
async function idle({ sweeper }: Detector): Promise<{ micros: number; millis: number }> {
  const processes = { service: process.pid, postgres: servers.postgres };
  const before = readCpu(processes);
  const began = performance.now();
  for (let look = 0; look < looks; look += 1) {
    const due = await sweeper.nextDue();
    if (!due || due <= now) throw new Error(`the next is due at ${due?.toISOString() ?? 'no time'}`);
  }
  const millis = (performance.now() - began) / looks;
  const after = readCpu(processes);
  const seconds = after.service + after.postgres - before.service - before.postgres;
  return { micros: (seconds * 1e6) / looks, millis };
}

/** Pages of the table of parcels and of its indexes that have been looked at so far. */
async function pagesRead({ detector, admin }: Resting): Promise<number> {
  await delay(toldAfterMs);
  await detector.sweeper.nextDue();
  await admin.query('SELECT');
  const { rows } = await admin.query<{ pages: number }>(
    `SELECT (heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::float8 AS pages
     FROM pg_statio_all_tables WHERE relid = 'parcel'::regclass`,
  );
  return rows[0]?.pages ?? Number.NaN;
}
