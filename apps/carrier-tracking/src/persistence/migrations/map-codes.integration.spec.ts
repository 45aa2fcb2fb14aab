import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@landfall/persistence';
import { createTestDatabase, type TestDatabase } from '@landfall/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CreateCarrierTracking1764000000000 } from './1764000000000-create-carrier-tracking.ts';
import { ForgetScans1764000000020 } from './1764000000020-forget-scans.ts';
import { CreateUnits1764000000090 } from './1764000000090-create-units.ts';
import { OverrideMappings1764000000130 } from './1764000000130-override-mappings.ts';
import { MapCodes1764000000160 } from './1764000000160-map-codes.ts';

const merchant = randomUUID();

class KeepScans1764000000140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const kept: [string, string, string | null][] = [
      ['known', 'ups', 'DL'],
      ['unknown', 'ups', 'q9'],
      ['known elsewhere', 'dhl', 'q9'],
      ['without a code', 'ups', null],
    ];
    for (const [scanId, sender, rawCode] of kept)
      await runner.query(
        `INSERT INTO kept_scan (number, scan_id, sender, carriers, by_aggregator, recorded_at, data, parcels)
         VALUES ('N', $1, $2, '{}', true, now(), $3, '{}')`,
        [scanId, sender, JSON.stringify({ rawCode })],
      );
    await runner.query(`INSERT INTO unknown_code VALUES ('ups', 'q9', 7, now())`);
    await runner.query(`INSERT INTO mapping_override VALUES ('${merchant}', 'ups', 'DL', 'null')`);
  }
  async down(): Promise<void> {}
}

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

it('finds the unmapped codes of an older version in what it kept, and leaves its mappings in force', async () => {
  await migrate({
    adminUrl: db.adminUrl,
    serviceUrl: db.urlOf('landfall_map_codes_test'),
    schema: 'aged',
    migrations: [
      CreateCarrierTracking1764000000000,
      ForgetScans1764000000020,
      CreateUnits1764000000090,
      OverrideMappings1764000000130,
      KeepScans1764000000140,
      MapCodes1764000000160,
    ],
  });
  const unmapped = await db.query(
    `SELECT scan_id, unmapped_code, data -> 'unmapped' AS unmapped FROM aged.kept_scan WHERE unmapped_code IS NOT NULL`,
  );
  expect(unmapped).toEqual([
    { scan_id: 'unknown', unmapped_code: 'Q9', unmapped: { text: null, readBy: 'nothing' } },
  ]);
  const [mapping] = await db.query('SELECT * FROM aged.mapping_override');
  expect(mapping).toMatchObject({ merchant_id: merchant, code: 'DL', id: expect.any(String) });
});
