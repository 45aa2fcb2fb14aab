import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@landfall/persistence';
import { createTestDatabase, type TestDatabase } from '@landfall/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { toldNumberOf } from '../../units/told-number.ts';
import { CreateCarrierTracking1764000000000 } from './1764000000000-create-carrier-tracking.ts';
import { ForgetScans1764000000020 } from './1764000000020-forget-scans.ts';
import { CreateUnits1764000000090 } from './1764000000090-create-units.ts';
import { NameUnits1764000000150 } from './1764000000150-name-units.ts';

const [merchant, other] = [randomUUID(), randomUUID()];
const names = [
  '784-12345675',
  'MAWB 784 8765 4321',
  'msku 123456-7',
  ' bag-0012 ',
  'Pallet 7-12345678',
  'x'.repeat(64),
];

class MakeUnits1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const owner of [merchant, other])
      for (const name of names)
        await runner.query(
          `INSERT INTO unit (merchant_id, id, external_id, type, created_at) VALUES ($1, gen_random_uuid(), $2, 'mawb', now())`,
          [owner, name],
        );
    await runner.query(`INSERT INTO tracking_number (number, merchants) VALUES ('78412345675', $1)`, [
      [merchant],
    ]);
  }
  async down(): Promise<void> {}
}

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

it('finds the units of an older version by the numbers that carriers tell', async () => {
  await migrate({
    adminUrl: db.adminUrl,
    serviceUrl: db.urlOf('landfall_name_units_test'),
    schema: 'aged',
    migrations: [
      CreateCarrierTracking1764000000000,
      ForgetScans1764000000020,
      CreateUnits1764000000090,
      MakeUnits1764000000100,
      NameUnits1764000000150,
    ],
  });
  const units = await db.query<{ external_id: string; told_as: string }>(
    'SELECT external_id, told_as FROM aged.unit WHERE merchant_id = $1',
    [merchant],
  );
  expect(units).toHaveLength(names.length);
  for (const unit of units) expect(unit.told_as).toBe(toldNumberOf(unit.external_id));
  const numbers = await db.query<{ number: string; merchants: string[] }>(
    'SELECT number, merchants FROM aged.tracking_number WHERE of_units',
  );
  expect(numbers.map(({ number }) => number).sort()).toEqual(names.map(toldNumberOf).sort());
  for (const { merchants } of numbers) expect(merchants.toSorted()).toEqual([merchant, other].sort());
});
