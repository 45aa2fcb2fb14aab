import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '@landfall/persistence';
import { createTestDatabase, type TestDatabase } from '@landfall/testing';
import { Client } from 'pg';
import { scanStream } from '../../workload/scan-stream.ts';
import { batchesOf, rowsOf } from './batches.ts';
import { copyIn } from './copy-in.ts';
import { CreateTables1764000000000 } from './create-tables.migration.ts';

const schema = 'limit_test';
let db: TestDatabase;
let client: Client;
beforeAll(async () => {
  db = await createTestDatabase();
  await migrate({
    adminUrl: db.adminUrl,
    serviceUrl: db.urlOf(schema),
    schema,
    migrations: [CreateTables1764000000000],
  });
  client = new Client({ connectionString: db.urlOf(schema), options: `-c search_path=${schema}` });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await db.drop();
});

describe('the limit', () => {
  it('is what the tables of a service take of the rows that its transactions write', async () => {
    for (const batch of batchesOf(scanStream(1, 300), 100))
      for (const [into, rows] of Object.entries(rowsOf(batch))) await copyIn(client, into, rows);
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM processed_event) AS events,
         (SELECT count(*)::int FROM parcel_state) AS parcels, (SELECT count(*)::int FROM outbox) AS messages`,
    );
    expect(rows).toEqual([{ events: 300, parcels: 50, messages: 3 }]);
  });

  it('says what Postgres refused, and goes on', async () => {
    await expect(copyIn(client, 'outbox (shard)', '0\n')).rejects.toThrow('null value in column "messages"');
    await expect(client.query('SELECT 1 AS one')).resolves.toMatchObject({ rows: [{ one: 1 }] });
  });
});
