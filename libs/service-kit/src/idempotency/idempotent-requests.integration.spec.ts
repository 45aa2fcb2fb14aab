import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, UnitOfWork, type Transaction } from '@landfall/persistence';
import pg from 'pg';
import { IdempotentRequests, type Answer } from './idempotent-requests.ts';
import { idempotencyTableSql, keepAnswersAsGivenSql, keepAnswersTakenApartSql } from './table.ts';

const adminUrl = process.env['TEST_DATABASE_URL'] ?? '';
const schema = `idempotency_${randomUUID().replaceAll('-', '')}`;
const admin = new pg.Client({ connectionString: adminUrl });
const requests = new IdempotentRequests();
let database: Database | undefined;
let work: UnitOfWork;

beforeAll(async () => {
  await admin.connect();
  await admin.query(`
    CREATE ROLE ${schema} LOGIN PASSWORD '${schema}';
    CREATE SCHEMA ${schema};
    SET search_path = ${schema};
    ${idempotencyTableSql}
    CREATE TABLE effect (id uuid);
    GRANT USAGE ON SCHEMA ${schema} TO ${schema};
    GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${schema};`);
  const url = new URL(adminUrl);
  url.username = url.password = schema;
  database = new Database({ url: url.href, schema, service: 'test' });
  await database.open();
  work = new UnitOfWork(database);
});

afterAll(async () => {
  await database?.close();
  await admin
    .query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; DROP ROLE IF EXISTS ${schema};`)
    .finally(() => admin.end());
});

let merchantId: string;
let calls: number;

beforeEach(() => {
  merchantId = randomUUID();
  calls = 0;
});

const route = 'POST /v1/orders';

/** A use case that makes one row and answers with how often it ran. */
const makeOrder = (tx: Transaction) => async (): Promise<Answer<{ call: number }>> => {
  calls += 1;
  await tx.query('INSERT INTO effect VALUES ($1)', [merchantId]);
  return { status: 201, body: { call: calls } };
};

const post = (
  request: { key?: string | undefined; body?: unknown; route?: string } = {},
  useCase = makeOrder,
) =>
  work.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
    requests.run(tx, { merchantId, route, key: 'k1', body: { a: 1, b: 2 }, ...request }, useCase(tx)),
  );

const effects = async (): Promise<number> =>
  (await admin.query('SELECT 1 FROM effect WHERE id = $1', [merchantId])).rows.length;

const grow = (days: number) =>
  admin.query(
    `UPDATE idempotent_request SET created_at = now() - $1 * interval '1 day' WHERE merchant_id = $2`,
    [days, merchantId],
  );

describe('idempotent requests', () => {
  it('give the first answer again, and have one effect', async () => {
    expect(await post()).toEqual({ status: 201, body: { call: 1 }, replayed: false });
    expect(await post({ body: { b: 2, a: 1 } })).toEqual({ status: 201, body: { call: 1 }, replayed: true });
    expect(await effects()).toBe(1);
  });

  it('keep whatever an answer says, and give it again as it was', async () => {
    const body = { 'z\0': 'a\0b', half: '\ud800', a: [1, { c: 2, b: null }] };
    const answer = () =>
      post({}, () => async () => ({ status: 200, body }) as unknown as Answer<{ call: number }>);
    expect(await answer()).toEqual({ status: 200, body, replayed: false });
    const again = await answer();
    expect(again.replayed).toBe(true);
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(body));
  });

  it('are still known where the table goes back to what it was, but for answers that it cannot hold', async () => {
    await post({ key: 'usual' }, () => async () => ({ status: 200, body: { call: 1, said: 'as usual' } }));
    await post({ key: 'odd' }, () => async () => ({ status: 200, body: { call: 1, odd: 'a\0' } }));
    await admin.query(keepAnswersTakenApartSql);
    const { rows } = await admin.query('SELECT key FROM idempotent_request WHERE merchant_id = $1', [
      merchantId,
    ]);
    await admin.query(keepAnswersAsGivenSql);
    expect(rows).toEqual([{ key: 'usual' }]);
    expect(await post({ key: 'usual' })).toMatchObject({ replayed: true });
  });

  it('refuse a key that was used with another body', async () => {
    await post();
    await expect(post({ body: { a: 2 } })).rejects.toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
    expect(await effects()).toBe(1);
  });

  it('tell what was answered before, without being carried out', async () => {
    const asked = (body: unknown, key: string | undefined = 'k1') =>
      work.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
        requests.answered(tx, { merchantId, route, key, body }),
      );
    const body = { a: 1, b: 2 };
    expect(await asked(body)).toBeUndefined();
    await post();
    expect(await asked(body)).toEqual({ status: 201, body: { call: 1 }, replayed: true });
    expect(await asked(body, 'k2')).toBeUndefined();
    await expect(asked({ a: 2 })).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('keep keys apart by route and by merchant', async () => {
    await post();
    expect(await post({ route: 'POST /v1/units', body: { other: true } })).toMatchObject({ replayed: false });
    merchantId = randomUUID();
    expect(await post({ body: { other: true } })).toMatchObject({ replayed: false });
  });

  it('are carried out every time without a key', async () => {
    await post({ key: undefined });
    await post({ key: undefined });
    expect(await effects()).toBe(2);
  });

  it('refuse a key in progress, and keep nothing of what failed', async () => {
    let second: unknown;
    await expect(
      post({}, (tx) => async () => {
        await tx.query('INSERT INTO effect VALUES ($1)', [merchantId]);
        second = await post().catch((error: unknown) => error);
        throw new Error('the use case failed');
      }),
    ).rejects.toThrow('the use case failed');

    expect(second).toMatchObject({ status: 409, code: 'idempotency_key_in_progress' });
    expect(await effects()).toBe(0);
    expect(await post()).toMatchObject({ replayed: false });
  });

  it('keep refusals of the domain, but no answers above 499', async () => {
    const answering = (status: number) => () => async () => ({ status, body: { call: (calls += 1) } });
    await post({ key: 'refused' }, answering(409));
    expect(await post({ key: 'refused' })).toEqual({ status: 409, body: { call: 1 }, replayed: true });
    await post({ key: 'broken' }, answering(500));
    expect(await post({ key: 'broken' })).toMatchObject({ status: 201, replayed: false });
  });

  it('forget a key after seven days', async () => {
    await post();
    await grow(6.9);
    expect(await post()).toMatchObject({ replayed: true });
    await grow(7.1);
    expect(await post({ body: { another: true } })).toMatchObject({ status: 201, replayed: false });
    expect(await post({ body: { another: true } })).toMatchObject({ replayed: true });
  });

  it('sweep what has expired, with each new answer and on demand', async () => {
    const count = async () =>
      (await admin.query('SELECT 1 FROM idempotent_request WHERE merchant_id = $1', [merchantId])).rows
        .length;
    for (let index = 0; index < 12; index += 1) await post({ key: `old ${index}` });
    await grow(8);
    await post({ key: 'new' });
    expect(await count()).toBe(3);

    const deleted = await work.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      requests.deleteExpired(tx),
    );
    expect(deleted).toBe(2);
    expect(await count()).toBe(1);
  });

  it('are out of other merchants’ reach in the database itself', async () => {
    await post();
    const rows = await work.run({ pool: 'http', merchants: [randomUUID()] }, (tx) =>
      tx.query('SELECT * FROM idempotent_request'),
    );
    expect(rows).toEqual([]);
  });
});
