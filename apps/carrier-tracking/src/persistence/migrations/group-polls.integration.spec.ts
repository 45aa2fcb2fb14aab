import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@landfall/persistence';
import { createTestDatabase, type TestDatabase } from '@landfall/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CreateCarrierTracking1764000000000 } from './1764000000000-create-carrier-tracking.ts';
import { PollCarriers1764000000140 } from './1764000000140-poll-carriers.ts';
import { GroupPolls1764000000180 } from './1764000000180-group-polls.ts';

class MakePolls1764000000170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO poll (poller, carrier, number, stage, next_poll_at, lease, lease_until, attempts, registered, heard_at,
        ended_at, answer_hash) VALUES
      ('acme', 'acme', 'DUE', 'trunk_line', '2026-03-10T12:00:00Z', gen_random_uuid(), '2026-03-10T12:01:00Z', 2, true,
        '2026-03-09T12:00:00Z', NULL, repeat('x', 43)),
      ('acme', 'acme', 'ENDED', 'ended', NULL, NULL, NULL, 0, true, '2026-03-01T12:00:00Z', '2026-03-01T12:00:00Z', NULL)`);
  }
  async down(): Promise<void> {}
}

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

it('has the numbers of an older version asked about when they were due, whoever was asking about them', async () => {
  await migrate({
    adminUrl: db.adminUrl,
    serviceUrl: db.urlOf('landfall_group_polls_test'),
    schema: 'aged',
    migrations: [
      CreateCarrierTracking1764000000000,
      PollCarriers1764000000140,
      MakePolls1764000000170,
      GroupPolls1764000000180,
    ],
  });
  const polls = await db.query(
    'SELECT number, stage, wanted_at, group_id, registered, answer_hash FROM aged.poll ORDER BY number',
  );
  const known = { group_id: null, registered: true };
  expect(polls).toEqual([
    {
      ...{ ...known, number: 'DUE', stage: 'trunk_line', answer_hash: 'x'.repeat(22) },
      wanted_at: new Date('2026-03-10T12:00:00Z'),
    },
    { ...known, number: 'ENDED', stage: 'ended', answer_hash: null, wanted_at: null },
  ]);
});
