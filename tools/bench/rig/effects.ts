import { createHash } from 'node:crypto';
import pg from 'pg';
import { advance, stateChanged } from '../../workload/parcel-state.ts';
import type { ParcelState } from '../../workload/parcel-state.ts';
import type { ScanEvent } from '../../workload/scan-stream.ts';

/** What a run leaves behind: how many rows, and digests of what they say. */
export interface Effects {
  readonly processedEvents: number;
  readonly parcels: number;
  readonly parcelsDigest: string;
  readonly messages: number;
  readonly messagesDigest: string;
}

/** What stands for a text in digests. */
export const md5 = (text: string | Buffer): string => createHash('md5').update(text).digest('hex');

/**
 * What must be there after these events: they are folded here, one after the other, without any pipe.
 * @param before parcels as they stood before the first event
 */
export function expectedEffects(
  events: Iterable<ScanEvent>,
  before: ReadonlyMap<string, ParcelState> = new Map(),
): Effects {
  const parcels = new Map(before);
  const told = new MessageTally();
  let processedEvents = 0;
  for (const { merchantId, scan } of events) {
    const parcel = advance(parcels.get(scan.parcelId), merchantId, scan);
    parcels.set(scan.parcelId, parcel);
    told.add({
      key: scan.parcelId,
      version: parcel.version,
      digest: md5(JSON.stringify(stateChanged(parcel))),
    });
    processedEvents += 1;
  }
  const rows = [...parcels.values()].sort((a, b) => (a.parcelId < b.parcelId ? -1 : 1)).map(rowText);
  return {
    processedEvents,
    parcels: rows.length,
    parcelsDigest: md5(rows.join('\n')),
    ...told.figures,
  };
}

/** A message told: of which parcel, after which scan, and a digest of what it says. */
export interface Message {
  readonly key: string;
  readonly version: number;
  readonly digest: string;
}

const digestMask = (1n << 128n) - 1n;

/** Counts messages; its digest does not depend on their order, but on how often each was told. */
export class MessageTally {
  private messages = 0;
  private sum = 0n;

  add({ key, version, digest }: Message): void {
    this.messages += 1;
    this.sum = (this.sum + BigInt(`0x${md5(`${key} ${version} ${digest}`)}`)) & digestMask;
  }

  get figures(): Pick<Effects, 'messages' | 'messagesDigest'> {
    return { messages: this.messages, messagesDigest: this.sum.toString(16) };
  }
}

/** Ours keeps many messages in a row of its outbox, two lines each; the baseline keeps each in a row. */
const messagesSql = {
  packed: (schema: string) => `
    SELECT head.line::jsonb ->> 1 AS key, (head.line::jsonb -> 2 ->> 'ce_version')::int AS version,
      md5(data.line) AS digest
    FROM ${schema}.outbox, string_to_array(messages, E'\\n') AS lines, generate_series(1, cardinality(lines), 2) AS at,
      LATERAL (SELECT lines[at] AS line) AS head, LATERAL (SELECT lines[at + 1] AS line) AS data`,
  single: (schema: string) => `
    SELECT key, (headers::jsonb ->> 'ce_version')::int AS version, md5(data) AS digest
    FROM ${schema}.outbox_message`,
};

async function readMessages(client: pg.Client, schema: string): Promise<Message[]> {
  const { rows: found } = await client.query<{ packed: boolean }>(
    `SELECT to_regclass('${schema}.outbox') IS NOT NULL AS packed`,
  );
  const { rows } = await client.query<Message>(messagesSql[found[0]?.packed ? 'packed' : 'single'](schema));
  return rows;
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

/**
 * What is there in a participant's schema, beside the messages that have been published.
 * @param since parcels whose last scan is older are counted, but not in the digest
 */
export async function readEffects(
  databaseUrl: string,
  schema: string,
  { told = new MessageTally(), since = new Date(0) } = {},
): Promise<Effects> {
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
    const { rows } = await client.query<Effects>(
      `SELECT (SELECT count(*)::int FROM ${schema}.processed_event) AS "processedEvents",
         (SELECT count(*)::int FROM ${schema}.parcel_state) AS parcels,
         (SELECT md5(string_agg(${row}, E'\\n' ORDER BY parcel_id)) FROM ${schema}.parcel_state
          WHERE last_event_at >= $1) AS "parcelsDigest"`,
      [since],
    );
    const [effects] = rows;
    if (!effects) throw new Error('unreachable: aggregates return a row');
    for (const message of await readMessages(client, schema)) told.add(message);
    return { ...effects, ...told.figures };
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
