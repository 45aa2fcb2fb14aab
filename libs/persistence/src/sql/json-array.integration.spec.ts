import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@landfall/testing';
import { jsonArray, jsonArraySql } from '../index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

const throughPostgres = async (values: readonly unknown[]): Promise<unknown[]> => {
  const rows = await database.query<{ value: unknown }>(
    `SELECT value FROM unnest($1::int[], ${jsonArraySql(2)}) AS given(nth, value) ORDER BY nth`,
    [values.map((_, nth) => nth), jsonArray(values)],
  );
  return rows.map(({ value }) => value);
};

describe('an array of JSON values as one parameter', () => {
  it('comes to Postgres as it is, whatever stands in it', async () => {
    const values = [{ a: [1, null] }, 'one \u0001 two', '', '{"}', '\\', 'Ж\u2028\n', 0, false, [], {}];
    expect(await throughPostgres(values)).toEqual(values);
  });

  it('is NULL where there is none', async () => {
    expect(await throughPostgres([null, 1, undefined])).toEqual([null, 1, null]);
    expect(await throughPostgres([null])).toEqual([null]);
    expect(await throughPostgres([])).toEqual([]);
  });
});
