import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trackingEventsTopic, type DataOf } from '@landfall/contracts';
import { eventually, ServiceProcesses, type ReadRecord } from '@landfall/testing';
import { v7 } from 'uuid';
import { scanIdOf } from '../scans/scan-id.ts';
import { builtService, parcelRegistered } from '../testing.spec-kit.ts';

type Scan = DataOf<typeof trackingEventsTopic, 'tracking.milestone_corrected'>;

const merchantId = randomUUID();
const mapped = ['17track', 'INTRANSIT_LEVITATING'];
let service: ServiceProcesses;

beforeAll(async () => {
  service = await ServiceProcesses.prepare(builtService);
});

afterAll(() => service.end());

const register = (parcels: readonly { parcelId: string; number: string }[]): Promise<void> =>
  service.publish(
    ...parcels.map(({ parcelId, number }) =>
      parcelRegistered(merchantId, {
        parcelId,
        trackingNumbers: [{ trackingNumber: number, carrier: 'china-post' }],
      }),
    ),
  );

const reading = { milestone: 'in_transit', leg: null, reason: null };

/** What a push of each number would have left behind. */
const keepScans = (numbers: readonly string[]): Promise<unknown> =>
  service.database.query(
    `INSERT INTO carrier_tracking.kept_scan (number, scan_id, sender, carriers, by_aggregator, occurred_at, recorded_at,
       data, parcels, unmapped_code)
     SELECT number, scan_id, $3, '{china-post}', true, $5, $5, $6, '{}', $4
     FROM unnest($1::text[], $2::text[]) AS told(number, scan_id)`,
    [
      numbers,
      numbers.map((number) =>
        scanIdOf({ sender: '17track', number, time: '', code: '', description: '', place: '' }),
      ),
      ...mapped,
      '2026-03-06T10:00:00Z',
      JSON.stringify({
        reading,
        time: { occurredAt: '2026-03-06T10:00:00Z', offsetSource: 'given' },
        place: null,
        rawCode: 'InTransit_Levitating',
        unmapped: { text: null, readBy: 'status' },
        weightGrams: null,
        proof: null,
        payloadId: randomUUID(),
      }),
    ],
  );

/** As a request leaves it. */
const map = async (milestone: string): Promise<void> => {
  await service.database.query(
    `INSERT INTO carrier_tracking.mapping_override (merchant_id, sender, code, reading) VALUES ($1, $2, $3, $4)
     ON CONFLICT (merchant_id, sender, code) DO UPDATE SET reading = EXCLUDED.reading`,
    [merchantId, ...mapped, JSON.stringify({ ...reading, milestone })],
  );
  await service.database.query(
    `INSERT INTO carrier_tracking.remapping (merchant_id, sender, code, due_at) VALUES ($1, $2, $3, now())
     ON CONFLICT (merchant_id, sender, code) DO UPDATE SET after = NULL, turn = DEFAULT, due_at = EXCLUDED.due_at`,
    [merchantId, ...mapped],
  );
};

const corrected = async (): Promise<number> => {
  const [row] = await service.database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM carrier_tracking.told_reading',
  );
  return row?.count ?? 0;
};

describe('a walk of two processes, one of which is killed', () => {
  it('corrects every parcel, and each telling once', async () => {
    const made = Array.from({ length: 6_000 }, (_, index) => ({
      parcelId: v7(),
      number: `RB${String(index).padStart(9, '0')}CN`,
    }));
    await keepScans(made.map(({ number }) => number));
    // Before the processes: while they start, Kafka may take longer for six thousand events than a sender waits.
    await register(made);
    const first = service.run();
    service.run();
    const events = await service.topics.read(trackingEventsTopic);
    const ofRevision = (records: readonly ReadRecord[], revision: number) =>
      records.filter(({ value }) => (value as Scan).revision === revision);
    await events.until((records) => ofRevision(records, 0).length >= made.length);

    await map('sorted');
    await eventually(corrected, (count) => count > 0);
    first.kill('SIGKILL');
    await once(first, 'exit');
    await map('weighed');
    await eventually(
      () => service.database.query('SELECT FROM carrier_tracking.remapping'),
      (left) => left.length === 0,
      90_000,
    );

    const last = (records: readonly ReadRecord[]) =>
      new Map(records.map(({ key, value }) => [key, (value as Scan).milestone]));
    const all = await events.until((records) => {
      const now = last(records);
      return now.size === made.length && [...now.values()].every((milestone) => milestone === 'weighed');
    });
    const byParcel = Map.groupBy(all, ({ key }) => key);
    for (const { parcelId } of made) {
      const ids = new Map(
        (byParcel.get(parcelId) ?? []).map(({ headers, value }) => [headers['ce_id'], value as Scan]),
      );
      const revisions = [...ids.values()].map(({ revision }) => revision);
      expect(revisions).toEqual(revisions.map((_, index) => index));
    }
  });
});
