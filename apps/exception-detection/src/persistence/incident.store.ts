import {
  CELLS_OF_NO_STAY,
  everywhere,
  FIRST_CELL_STILL_THERE,
  nothingLookedAt,
  type IncidentKind,
  type IncidentScope,
  type LookMemory,
  type PastIncident,
} from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';

/** An incident as it is stored. */
export interface StoredIncident {
  merchantId: string;
  id: string;
  kind: IncidentKind;
  scope: IncidentScope;
  /** When it began; found later. */
  openedAt: Date;
  detectedAt: Date;
  closedAt: Date | null;
  parcelCount: number;
  version: number;
}

export type OpenIncident = Pick<StoredIncident, 'merchantId' | 'id' | 'kind' | 'scope'>;

/** As the domain sees one that was or is. */
export const pastIncident = ({ kind, scope, openedAt, closedAt }: StoredIncident): PastIncident => ({
  kind,
  scope,
  openedAt: openedAt.getTime(),
  closedAt: closedAt?.getTime() ?? null,
});

interface Row {
  merchant_id: string;
  id: string;
  kind: IncidentKind;
  /** One of before there were units says nothing of them. */
  scope: Partial<IncidentScope>;
  opened_at: Date;
  detected_at: Date;
  closed_at: Date | null;
  parcel_count: number;
  version: number;
}

const columns = 'merchant_id, id, kind, scope, opened_at, detected_at, closed_at, parcel_count, version';

const incidentOf = (row: Row): StoredIncident => ({
  merchantId: row.merchant_id,
  id: row.id,
  kind: row.kind,
  scope: { ...everywhere, ...row.scope },
  openedAt: row.opened_at,
  detectedAt: row.detected_at,
  closedAt: row.closed_at,
  parcelCount: row.parcel_count,
  version: row.version,
});

/** Incidents of merchants that go on. */
export const openIncidents = async (
  tx: Transaction,
  merchantIds: readonly string[],
): Promise<StoredIncident[]> => {
  if (merchantIds.length === 0) return [];
  const rows = await tx.query<Row>(
    `SELECT ${columns} FROM incident WHERE closed_at IS NULL AND merchant_id = ANY($1::uuid[]) ORDER BY opened_at, id`,
    [[...merchantIds]],
  );
  return rows.map(incidentOf);
};

/** Incidents of merchants that were going on at an instant or later. */
export const incidentsSince = async (
  tx: Transaction,
  merchantIds: readonly string[],
  since: Date,
): Promise<StoredIncident[]> => {
  const rows = await tx.query<Row>(
    `SELECT ${columns} FROM incident
     WHERE merchant_id = ANY($1::uuid[]) AND (closed_at IS NULL OR closed_at >= $2) ORDER BY opened_at, id`,
    [[...merchantIds], since],
  );
  return rows.map(incidentOf);
};

/** Newest first. */
export const listIncidents = async (
  tx: Transaction,
  filter: { isOpen: boolean | undefined; after: { at: string; id: string } | undefined; limit: number },
): Promise<StoredIncident[]> => {
  const rows = await tx.query<Row>(
    `SELECT ${columns} FROM incident
     WHERE ($1::boolean IS NULL OR (closed_at IS NULL) = $1)
       AND ($2::timestamptz IS NULL OR (opened_at, id) < ($2, $3::uuid))
     ORDER BY opened_at DESC, id DESC LIMIT $4`,
    [filter.isOpen ?? null, filter.after?.at ?? null, filter.after?.id ?? null, filter.limit],
  );
  return rows.map(incidentOf);
};

/** Writes incidents as they now stand. */
export const saveIncidents = (tx: Transaction, incidents: readonly StoredIncident[]): void => {
  if (incidents.length === 0) return;
  tx.execute(
    `INSERT INTO incident (merchant_id, id, kind, scope, opened_at, detected_at, closed_at, parcel_count, version)
     SELECT * FROM jsonb_to_recordset($1::jsonb) AS told(merchant_id uuid, id uuid, kind text, scope jsonb,
       opened_at timestamptz, detected_at timestamptz, closed_at timestamptz, parcel_count int, version int)
     ON CONFLICT (merchant_id, id) DO UPDATE
       SET closed_at = EXCLUDED.closed_at, parcel_count = EXCLUDED.parcel_count, version = EXCLUDED.version`,
    [
      JSON.stringify(
        incidents.map((incident) => ({
          merchant_id: incident.merchantId,
          id: incident.id,
          kind: incident.kind,
          scope: incident.scope,
          opened_at: incident.openedAt,
          detected_at: incident.detectedAt,
          closed_at: incident.closedAt,
          parcel_count: incident.parcelCount,
          version: incident.version,
        })),
      ),
    ],
  );
};

/** That carriers were heard in an hour; a merchant whom nobody looks at, or who is looked at when he is heard, is so at `lookAt`. */
export const noteHeard = (
  tx: Transaction,
  heard: readonly { merchantId: string; carrier: string; hour: number }[],
  lookAt: Date,
): void => {
  if (heard.length === 0) return;
  const merchants = heard.map(({ merchantId }) => merchantId);
  tx.execute(
    `INSERT INTO feed_hour (merchant_id, carrier, hour)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[]) ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING`,
    [merchants, heard.map(({ carrier }) => carrier), heard.map(({ hour }) => hour)],
  );
  tx.execute(
    `INSERT INTO incident_watch (merchant_id, next_look_at)
     SELECT DISTINCT merchant_id, $2::timestamptz FROM unnest($1::uuid[]) AS heard(merchant_id)
     ORDER BY 1 ON CONFLICT (merchant_id) DO UPDATE SET next_look_at = EXCLUDED.next_look_at
       WHERE incident_watch.next_look_at IS NULL
         OR (incident_watch.when_heard AND incident_watch.next_look_at > EXCLUDED.next_look_at)`,
    [merchants, lookAt],
  );
};

/** The hours of a merchant's feeds from one on, by carrier, ascending; those before it are forgotten. */
export const feedHours = async (
  tx: Transaction,
  merchantId: string,
  firstHour: number,
): Promise<Map<string, number[]>> => {
  tx.execute('DELETE FROM feed_hour WHERE merchant_id = $1 AND hour < $2', [merchantId, firstHour]);
  const rows = await tx.query<{ carrier: string; hours: number[] }>(
    'SELECT carrier, array_agg(hour ORDER BY hour) AS hours FROM feed_hour WHERE merchant_id = $1 GROUP BY carrier',
    [merchantId],
  );
  return new Map(rows.map(({ carrier, hours }) => [carrier, hours]));
};

/** A merchant's parcels that are not done with. */
export interface UnderWay {
  all: number;
  byCarrier: Map<string, number>;
  /** By carrier and country. */
  destinationsOf: Map<string, Map<string, number>>;
}

/** How many of a merchant's parcels are not done with, how many of them each carrier has, and where these go. */
export const parcelsUnderWay = async (tx: Transaction, merchantId: string): Promise<UnderWay> => {
  const rows = await tx.query<{ carrier: string | null; country: string | null; parcels: number }>(
    `SELECT carrier, destination_country AS country, count(DISTINCT parcel_id)::int AS parcels
     FROM parcel LEFT JOIN unnest(carriers) AS carrier ON true
     WHERE merchant_id = $1 AND status IN ('in_transit', 'out_for_delivery')
     GROUP BY GROUPING SETS ((carrier, destination_country), (carrier), ())`,
    [merchantId],
  );
  const underWay: UnderWay = { all: 0, byCarrier: new Map(), destinationsOf: new Map() };
  for (const { carrier, country, parcels } of rows) {
    if (carrier === null) underWay.all = Math.max(underWay.all, parcels);
    else if (country === null) underWay.byCarrier.set(carrier, parcels);
    else {
      const ofCarrier = underWay.destinationsOf.get(carrier) ?? new Map<string, number>();
      underWay.destinationsOf.set(carrier, ofCarrier.set(country, parcels));
    }
  }
  return underWay;
};

/** How many parcels stay in each stage of each lane since each day, and how many of them are still there. */
export interface StageDay {
  lane: string;
  stage: string;
  provider: string;
  day: number;
  entered: number;
  still: number;
}

export const stageDays = (
  tx: Transaction,
  merchantId: string,
  stages: readonly string[],
  firstDay: number,
): Promise<StageDay[]> =>
  tx.query<StageDay>(
    `SELECT lane, stage, provider, day,
       sum(CASE WHEN cell = 0 THEN n WHEN cell = ANY($5::int[]) THEN -n ELSE 0 END)::int AS entered,
       sum(CASE WHEN cell = 0 THEN n WHEN cell < $4 THEN -n ELSE 0 END)::int AS still
     FROM (
       SELECT lane, stage, provider, day, cell, n FROM dwell_count WHERE merchant_id = $1 AND day >= $2
       UNION ALL
       SELECT lane, one->>0, one->>1, (one->>3)::int, (one->>4)::smallint, (one->>5)::int
       FROM dwell_change, jsonb_array_elements(changes) AS one WHERE merchant_id = $1 AND (one->>3)::int >= $2
     ) AS counted
     WHERE stage = ANY($3::text[]) GROUP BY lane, stage, provider, day`,
    [merchantId, firstDay, [...stages], FIRST_CELL_STILL_THERE, CELLS_OF_NO_STAY],
  );

/** Makes the parcels due at `at` whose alarms an incident may hold back or let go. */
export const lookAtAlarmsAgain = (
  tx: Transaction,
  merchantId: string,
  codes: readonly string[],
  at: Date,
): void => {
  tx.execute(
    `UPDATE parcel SET next_due_at = $3
     WHERE merchant_id = $1 AND (next_due_at IS NULL OR next_due_at > $3) AND parcel_id IN (
       SELECT parcel_id FROM exception
       WHERE merchant_id = $1 AND state IN ('open', 'held') AND code = ANY($2::text[]) AND parcel_id IS NOT NULL)`,
    [merchantId, [...codes], at],
  );
};

/** The next look of all merchants that the transaction sees. */
export const earliestLook = async (tx: Transaction): Promise<Date | null> => {
  const [row] = await tx.query<{ due: Date | null }>('SELECT min(next_look_at) AS due FROM incident_watch');
  return row?.due ?? null;
};

/** Locks merchants that are to be looked at; those that another process holds are left to it. */
export const lockDueWatches = async (
  tx: Transaction,
  now: Date,
  limit: number,
): Promise<{ merchantId: string; dueAt: Date }[]> => {
  const rows = await tx.query<{ merchant_id: string; due: Date }>(
    `SELECT merchant_id, next_look_at AS due FROM incident_watch WHERE next_look_at <= $1
     ORDER BY next_look_at, merchant_id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, limit],
  );
  return rows.map(({ merchant_id: merchantId, due }) => ({ merchantId, dueAt: due }));
};

/** What the last look at a merchant remembered; nothing before the first. */
export const lastLook = async (tx: Transaction, merchantId: string): Promise<LookMemory> => {
  const [row] = await tx.query<{ memory: Partial<LookMemory> | null }>(
    'SELECT memory FROM incident_watch WHERE merchant_id = $1',
    [merchantId],
  );
  return { ...nothingLookedAt, ...row?.memory };
};

/**
 * Keeps what a look remembers until the next, which is at `at`; with null there is none until something is heard again.
 * @param whenHeard whether it comes within the hour when anything is heard before
 */
export const rememberLook = (
  tx: Transaction,
  merchantId: string,
  memory: LookMemory,
  at: Date | null,
  whenHeard: boolean,
): void => {
  tx.execute(
    'UPDATE incident_watch SET next_look_at = $2, memory = $3::jsonb, when_heard = $4 WHERE merchant_id = $1',
    [merchantId, at, JSON.stringify(memory), whenHeard],
  );
};

/** Sets a merchant's next look; with null there is none until something is heard again. */
export const scheduleLook = (tx: Transaction, merchantId: string, at: Date | null): void => {
  tx.execute('UPDATE incident_watch SET next_look_at = $2 WHERE merchant_id = $1', [merchantId, at]);
};
