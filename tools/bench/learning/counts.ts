import type pg from 'pg';
import { uuidOf } from '../../workload/scan-stream.ts';

/** Days of entry that a model looks back on. */
const days = 90;
const providersOfLane = 4;
const routesOfProvider = 5;

/** Bins are a quarter of a doubling wide, the first one ends at half an hour; the first cell of those that left is 1. */
const binsPerDoubling = 4;
const firstEdgeHours = 0.5;

/** The bin in which the median of each stage lies, on every lane; stays spread around it by 3.5 bins (sigma 0.6). */
export const medianBins: Readonly<Record<string, number>> = {
  collection: 21,
  warehousing: 20,
  export_customs: 18,
  awaiting_uplift: 20,
  trunk_line: 28,
  import_customs: 20,
  awaiting_injection: 19,
  last_mile: 26,
  out_for_delivery: 17,
  available_for_pickup: 12,
};
const spreadInBins = 3.5;
const greatestBin = 48;

const countries =
  'AE AT AU BE BR CA CH CL CZ DE DK ES FI FR GB GR HU IE IL IN IT JP KR MX MY NL NO NZ PL PT RO SA SE SG TH TR US ZA'.split(
    ' ',
  );
const services = ['express/express', 'economy_air/postal', 'ocean/formal'];

/** Lanes from China, no two alike. @param count 114 at most */
export const laneNames = (count: number): string[] =>
  services.flatMap((service) => countries.map((country) => `CN>${country} ${service}`)).slice(0, count);

export const merchantIds = (count: number): string[] =>
  Array.from({ length: count }, (_, nth) => uuidOf(`learning merchant ${nth}`));

/** Hours in the middle of a bin. */
export const hoursOf = (bin: number): number => firstEdgeHours * 2 ** ((bin - 0.5) / binsPerDoubling);

/** What has been learned of a lane when all of it has: the lane, its providers and its routes, in each stage. */
export const distributionsOfLane =
  Object.keys(medianBins).length * (1 + providersOfLane + providersOfLane * routesOfProvider);

export const routesOf = (merchants: number, lanes: number): number =>
  merchants * lanes * providersOfLane * routesOfProvider;

/**
 * Fills the counts of lanes as one parcel a route and day has left them, every stay ended, and has the lanes wait for
 * their first refresh; and a table of the same stays, in hours.
 * @param lastDay the last day of entry, in days since 1970
 */
export async function fillCounts(
  admin: pg.Client,
  merchants: readonly string[],
  lanes: readonly string[],
  lastDay: number,
): Promise<{ rows: number; stays: number }> {
  const stages = Object.entries(medianBins);
  await admin.query('SELECT setseed(0.5)');
  await admin.query(
    `CREATE TABLE stay AS
     SELECT *, ${firstEdgeHours} * 2 ^ ((bin - 0.5::float8) / ${binsPerDoubling}) AS hours FROM (
       SELECT merchant_id, lane, stage, 'provider-' || provider AS provider,
         'route-' || provider || '-' || route AS route, day,
         least($5::int, greatest(0, round(median + ${spreadInBins} * 2 * (random() + random() + random() - 1.5))))::int AS bin
       FROM unnest($1::uuid[]) AS merchant_id, unnest($2::text[]) AS lane,
         unnest($3::text[], $4::int[]) AS of_stage(stage, median),
         generate_series(1, ${providersOfLane}) AS provider, generate_series(1, ${routesOfProvider}) AS route,
         generate_series($6::int, $7::int) AS day
     ) AS drawn`,
    [
      merchants,
      lanes,
      stages.map(([stage]) => stage),
      stages.map(([, median]) => median),
      greatestBin,
      lastDay - days + 1,
      lastDay,
    ],
  );
  const { rowCount } = await admin.query(
    `INSERT INTO dwell_count (merchant_id, lane, stage, provider, route, day, cell, n)
     SELECT merchant_id, lane, stage, provider, route, day, cell, 1 FROM stay, LATERAL (VALUES (0), (1 + bin)) AS counted(cell)
     ORDER BY 1, 2, 3, 4, 5, 6, 7`,
  );
  await admin.query('INSERT INTO known_merchant SELECT unnest($1::uuid[])', [merchants]);
  await admin.query(
    `INSERT INTO dwell_lane (merchant_id, lane, next_refresh_at)
     SELECT merchant_id, lane, 'infinity' FROM unnest($1::uuid[]) AS merchant_id, unnest($2::text[]) AS lane`,
    [merchants, lanes],
  );
  await admin.query('VACUUM (ANALYZE) dwell_count, dwell_lane, stay');
  await admin.query('CHECKPOINT');
  const rows = rowCount ?? 0;
  return { rows, stays: rows / 2 };
}
