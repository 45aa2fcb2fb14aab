import type { Departures, StayChange } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';

/** Identifies a lane of a merchant. */
export interface LaneRef {
  merchantId: string;
  lane: string;
}

/** What of a change is kept under its lane. */
type LaneChange = [stage: string, provider: string, route: string, day: number, cell: number, n: number];

/** Appends changes of the counts, in one statement; a lane that is new is refreshed at `firstRefreshAt`. */
export const appendStayChanges = (
  tx: Transaction,
  changed: readonly (LaneRef & { changes: readonly StayChange[] })[],
  firstRefreshAt: Date,
): void => {
  if (changed.length === 0) return;
  const merchants = changed.map(({ merchantId }) => merchantId);
  const lanes = changed.map(({ lane }) => lane);
  tx.execute(
    `INSERT INTO dwell_change (merchant_id, lane, changes)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[])`,
    [
      merchants,
      lanes,
      changed.map(({ changes }) =>
        JSON.stringify(
          changes.map(({ stage, provider, route, day, cell, n }): LaneChange => [
            stage,
            provider,
            route,
            day,
            cell,
            n,
          ]),
        ),
      ),
    ],
  );
  tx.execute(
    `INSERT INTO dwell_lane (merchant_id, lane, next_refresh_at)
     SELECT merchant_id, lane, $3 FROM unnest($1::uuid[], $2::text[]) AS changed(merchant_id, lane)
     WHERE NOT EXISTS (SELECT FROM dwell_lane AS known
       WHERE known.merchant_id = changed.merchant_id AND known.lane = changed.lane)
     ORDER BY 1, 2 ON CONFLICT DO NOTHING`,
    [merchants, lanes, firstRefreshAt],
  );
};

/** The versions of lanes' models; a lane that nothing was learned of has none. */
export const laneVersions = async (
  tx: Transaction,
  lanes: readonly LaneRef[],
): Promise<(LaneRef & { version: number })[]> => {
  const rows = await tx.query<{ merchant_id: string; lane: string; version: number }>(
    `SELECT merchant_id, lane, version FROM dwell_lane
     WHERE version > 0 AND (merchant_id, lane) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))`,
    [lanes.map(({ merchantId }) => merchantId), lanes.map(({ lane }) => lane)],
  );
  return rows.map(({ merchant_id: merchantId, lane, version }) => ({ merchantId, lane, version }));
};

/** A learned distribution as it is stored: of a route, a provider on the lane, or the lane. */
export interface StoredModelRow {
  stage: string;
  provider: string | null;
  route: string | null;
  dwell: unknown;
  weekdays: readonly number[] | null;
  pace: readonly number[] | null;
}

export const laneModels = async (
  tx: Transaction,
  lanes: readonly LaneRef[],
): Promise<(LaneRef & { version: number; model: StoredModelRow[] })[]> => {
  const rows = await tx.query<{
    merchant_id: string;
    lane: string;
    version: number;
    model: StoredModelRow[];
  }>(
    `SELECT merchant_id, lane, version, model FROM dwell_lane
     WHERE (merchant_id, lane) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))`,
    [lanes.map(({ merchantId }) => merchantId), lanes.map(({ lane }) => lane)],
  );
  return rows.map(({ merchant_id: merchantId, ...row }) => ({ merchantId, ...row }));
};

/** The next refresh of all lanes that the transaction sees. */
export const earliestRefresh = async (tx: Transaction): Promise<Date | null> => {
  const [row] = await tx.query<{ due: Date | null }>('SELECT min(next_refresh_at) AS due FROM dwell_lane');
  return row?.due ?? null;
};

/** Locks lanes that are to be refreshed, earliest first; those that another process holds are left to it. */
export const lockDueLanes = async (
  tx: Transaction,
  now: Date,
  limit: number,
): Promise<(LaneRef & { dueAt: Date })[]> => {
  const rows = await tx.query<{ merchant_id: string; lane: string; due: Date }>(
    `SELECT merchant_id, lane, next_refresh_at AS due FROM dwell_lane WHERE next_refresh_at <= $1
     ORDER BY next_refresh_at, merchant_id, lane LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, limit],
  );
  return rows.map(({ merchant_id: merchantId, lane, due }) => ({ merchantId, lane, dueAt: due }));
};

/** What is counted of a key in one stage: of a day of entry, how many fell into a cell. */
export interface CellCount {
  day: number;
  cell: number;
  n: number;
}

/** One cell of a lane's counts. */
export interface CountRow extends CellCount {
  stage: string;
  provider: string;
  route: string;
}

/** A lane's counts of one key in one stage. */
export interface KeyCounts {
  stage: string;
  provider: string;
  route: string;
  counts: readonly CellCount[];
}

/** Bytes of a count as the query packs it: day, cell and n. */
const packedBytes = 4 + 2 + 4;

/**
 * Adds what has been appended to the lane's counts, forgets days before `firstDay`, and returns the counts. A lane has tens of
 * thousands, which come packed by key: a row for each takes several times as long to read. Those of nothing go with their day; to
 * look for them takes as long as to read all.
 */
export const mergeCounts = async (
  tx: Transaction,
  { merchantId, lane }: LaneRef,
  firstDay: number,
): Promise<KeyCounts[]> => {
  tx.execute(
    `WITH appended AS (
       DELETE FROM dwell_change WHERE merchant_id = $1 AND lane = $2 RETURNING changes
     ), change AS (
       SELECT one->>0 AS stage, one->>1 AS provider, one->>2 AS route, (one->>3)::int AS day,
         (one->>4)::smallint AS cell, sum((one->>5)::int)::int AS n
       FROM appended, jsonb_array_elements(changes) AS one GROUP BY 1, 2, 3, 4, 5
     )
     INSERT INTO dwell_count AS known (merchant_id, lane, stage, provider, route, day, cell, n)
     SELECT $1, $2, stage, provider, route, day, cell, n FROM change WHERE n <> 0
     ON CONFLICT (merchant_id, lane, stage, provider, route, day, cell) DO UPDATE SET n = known.n + EXCLUDED.n`,
    [merchantId, lane],
  );
  tx.execute('DELETE FROM dwell_count WHERE merchant_id = $1 AND lane = $2 AND day < $3', [
    merchantId,
    lane,
    firstDay,
  ]);
  const rows = await tx.query<Omit<KeyCounts, 'counts'> & { packed: Buffer }>(
    `SELECT stage, provider, route, string_agg(int4send(day) || int2send(cell) || int4send(n), '') AS packed
     FROM dwell_count WHERE merchant_id = $1 AND lane = $2 AND n <> 0 GROUP BY stage, provider, route`,
    [merchantId, lane],
  );
  return rows.map(({ packed, ...key }) => ({ ...key, counts: unpacked(packed) }));
};

const unpacked = (packed: Buffer): CellCount[] => {
  const counts: CellCount[] = [];
  for (let at = 0; at < packed.length; at += packedBytes)
    counts.push({
      day: packed.readInt32BE(at),
      cell: packed.readInt16BE(at + 4),
      n: packed.readInt32BE(at + 6),
    });
  return counts;
};

/** How far what was learned of each merchant's lanes lies from the priors; nothing of one who has none. */
export const departuresOfLanes = async (
  tx: Transaction,
  merchants: readonly string[],
): Promise<Map<string, Departures>> => {
  const rows = await tx.query<Departures & { merchantId: string }>(
    `SELECT merchant_id AS "merchantId", sum(stages_known)::int AS stages, sum(log_spreads) AS "logSpreads",
       sum(places) AS places, sum(squared_places) AS "squaredPlaces"
     FROM dwell_lane WHERE merchant_id = ANY ($1::uuid[]) GROUP BY merchant_id`,
    [merchants],
  );
  return new Map(rows.map(({ merchantId, ...departures }) => [merchantId, departures]));
};

/** Replaces the lane's model. */
export const saveModel = (
  tx: Transaction,
  { merchantId, lane }: LaneRef,
  model: readonly StoredModelRow[],
  { stages, logSpreads, places, squaredPlaces }: Departures,
  nextRefreshAt: Date,
): void => {
  tx.execute(
    `UPDATE dwell_lane SET version = version + 1, model = $3::json, stages_known = $4, log_spreads = $5, places = $6,
       squared_places = $7, next_refresh_at = $8
     WHERE merchant_id = $1 AND lane = $2`,
    [merchantId, lane, JSON.stringify(model), stages, logSpreads, places, squaredPlaces, nextRefreshAt],
  );
};

/** Puts a lane's refresh off. */
export const postponeRefresh = (tx: Transaction, { merchantId, lane }: LaneRef, until: Date): void => {
  tx.execute('UPDATE dwell_lane SET next_refresh_at = $3 WHERE merchant_id = $1 AND lane = $2', [
    merchantId,
    lane,
    until,
  ]);
};
