import { createHash } from 'node:crypto';
import pg from 'pg';
import { advance, stateChanged } from '../workload/parcel-state.ts';
import type { ParcelState } from '../workload/parcel-state.ts';
import type { ScanEvent } from './scan-stream.ts';

/** What a run leaves behind: how many rows, and digests of what they say. */
export interface Effects {
  readonly processedEvents: number;
  readonly parcels: number;
  readonly parcelsDigest: string;
  readonly messages: number;
  readonly messagesDigest: string;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** What must be there after these events: they are folded here, one after the other, without any pipe. */
export function expectedEffects(events: Iterable<ScanEvent>): Effects {
  const parcels = new Map<string, ParcelState>();
  const messages: { key: string; version: number; digest: string }[] = [];
  let processedEvents = 0;
  for (const { merchantId, scan } of events) {
    const parcel = advance(parcels.get(scan.parcelId), merchantId, scan);
    parcels.set(scan.parcelId, parcel);
    messages.push({
      key: scan.parcelId,
      version: parcel.version,
      digest: md5(JSON.stringify(stateChanged(parcel))),
    });
    processedEvents += 1;
  }
  messages.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.version - b.version));
  const rows = [...parcels.values()].sort((a, b) => (a.parcelId < b.parcelId ? -1 : 1)).map(rowText);
  return {
    processedEvents,
    parcels: rows.length,
    parcelsDigest: md5(rows.join('\n')),
    messages: messages.length,
    messagesDigest: md5(messages.map(({ key, version, digest }) => `${key} ${version} ${digest}`).join('\n')),
  };
}

const rowText = (parcel: ParcelState): string =>
  [
    parcel.parcelId,
    parcel.merchantId,
    parcel.state,
    parcel.lastMilestone,
    ...[parcel.lastEventAt, parcel.dispatchedAt, parcel.outForDeliveryAt, parcel.deliveredAt].map(
      (instant) => (instant ? instant.getTime() : ''),
    ),
    parcel.version,
  ].join('|');

const millis = (column: string): string =>
  `coalesce((extract(epoch FROM ${column}) * 1000)::bigint::text, '')`;

/** What is there in a participant's schema. */
export async function readEffects(databaseUrl: string, schema: string): Promise<Effects> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const row = `concat_ws('|', parcel_id, merchant_id, state, last_milestone, ${[
      'last_event_at',
      'dispatched_at',
      'out_for_delivery_at',
      'delivered_at',
    ]
      .map(millis)
      .join(', ')}, version)`;
    const version = `(headers::jsonb ->> 'ce_version')::int`;
    const { rows } = await client.query<Effects>(`
      SELECT (SELECT count(*)::int FROM ${schema}.processed_event) AS "processedEvents",
        parcels.*, messages.*
      FROM (
        SELECT count(*)::int AS parcels, md5(string_agg(${row}, E'\\n' ORDER BY parcel_id)) AS "parcelsDigest"
        FROM ${schema}.parcel_state
      ) AS parcels, (
        SELECT count(*)::int AS messages,
          md5(string_agg(concat_ws(' ', key, ${version}, md5(data)), E'\\n' ORDER BY key COLLATE "C", ${version}))
            AS "messagesDigest"
        FROM ${schema}.outbox
      ) AS messages`);
    const [effects] = rows;
    if (!effects) throw new Error('unreachable: aggregates return a row');
    return effects;
  } finally {
    await client.end();
  }
}

/** Throws with both sides when a run's effects are not those expected. */
export function requireSame(participant: string, found: Effects, expected: Effects): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(
    `${participant} left other rows than its events call for:\n${JSON.stringify({ expected, found }, null, 2)}`,
  );
}
