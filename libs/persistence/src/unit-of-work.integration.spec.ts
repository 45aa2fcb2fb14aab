import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@landfall/testing';
import { Database, migrate, sqlState, UnitOfWork, type Transaction } from './index.ts';

let testDatabase: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const serviceUrl = testDatabase.urlOf('test_unit_of_work');
  const schema = 'unit_of_work';
  await migrate({ adminUrl: testDatabase.adminUrl, serviceUrl, schema, migrations: [] });
  await testDatabase.query('CREATE TABLE unit_of_work.thing (id int PRIMARY KEY)');
  await testDatabase.query('CREATE TABLE unit_of_work.changing (id int)');
  await testDatabase.query('INSERT INTO unit_of_work.changing VALUES (1)');
  await testDatabase.query('GRANT ALL ON ALL TABLES IN SCHEMA unit_of_work TO PUBLIC');
  database = new Database({ url: serviceUrl, schema, service: 'test' });
  await database.open();
  unitOfWork = new UnitOfWork(database);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** All on the relay's pool: it has one connection, so that what a transaction leaves behind meets the next one. */
const run = <T>(work: (tx: Transaction) => Promise<T>) =>
  unitOfWork.run({ pool: 'relay', merchants: [] }, work);
const add = (tx: Transaction, id: number) => tx.execute('INSERT INTO thing VALUES ($1)', [id]);
const ids = async () =>
  (await testDatabase.query<{ id: number }>('SELECT id FROM unit_of_work.thing ORDER BY id')).map(
    ({ id }) => id,
  );
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => sqlState(error) ?? String(error),
  );
const duplicate = '23505';

describe('a transaction', () => {
  beforeEach(() => testDatabase.query('TRUNCATE unit_of_work.thing'));

  it('commits what was sent without waiting, in its order', async () => {
    const seen = await run(async (tx) => {
      add(tx, 1);
      const rows = await tx.query<{ id: number }>('SELECT id FROM thing');
      add(tx, 2);
      return rows;
    });
    expect(seen).toEqual([{ id: 1 }]);
    expect(await ids()).toEqual([1, 2]);
  });

  it('fails at its end by the error of a statement that nobody waited for', async () => {
    const committed: string[] = [];
    const work = run(async (tx) => {
      tx.afterCommit(() => void committed.push('told'));
      for (const id of [1, 2, 2, 3]) add(tx, id);
    });
    expect(await codeOf(work)).toBe(duplicate);
    expect(committed).toEqual([]);
    expect(await ids()).toEqual([]);
  });

  it('runs what was asked for after the commit, but not what an undone attempt asked for', async () => {
    const committed: string[] = [];
    await run(async (tx) => {
      tx.afterCommit(() => void committed.push('before'));
      await tx.attempt(async () => tx.afterCommit(() => void committed.push('attempt')));
      const failed = tx.attempt(async () => {
        await tx.attempt(async () => tx.afterCommit(() => void committed.push('inside')));
        tx.afterCommit(() => void committed.push('undone'));
        throw new Error('undone');
      });
      await failed.catch(() => undefined);
      tx.afterCommit(() => void committed.push('after'));
    });
    expect(committed).toEqual(['before', 'attempt', 'after']);
  });

  it('tells the next question of such an error, not that the transaction is over', async () => {
    const work = run(async (tx) => {
      add(tx, 1);
      add(tx, 1);
      add(tx, 2);
      await tx.query('SELECT');
    });
    expect(await codeOf(work)).toBe(duplicate);
  });

  it('is refused at its end when a failed question was not heeded', async () => {
    const work = run(async (tx) => {
      add(tx, 1);
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    expect(await codeOf(work)).toContain('nobody heeded it');
    expect(await ids()).toEqual([]);
  });

  it('undoes an attempt that failed, nested ones too, and goes on', async () => {
    await run(async (tx) => {
      add(tx, 1);
      const failed = tx.attempt(async () => {
        add(tx, 2);
        await tx.attempt(async () => add(tx, 3));
        await tx.attempt(async () => add(tx, 1)).catch(() => undefined);
        add(tx, 4);
        add(tx, 4);
      });
      expect(await codeOf(failed)).toBe(duplicate);
      const refused = tx.attempt(async () => {
        add(tx, 5);
        throw new Error('refused');
      });
      await expect(refused).rejects.toThrow('refused');
      await tx.attempt(async () => add(tx, 6));
    });
    expect(await ids()).toEqual([1, 6]);
  });

  it('sees one instant where a snapshot is asked for, and nothing can be written in it', async () => {
    const seen = (snapshot: boolean, id: number): Promise<unknown[]> =>
      unitOfWork.run({ pool: 'relay', merchants: [], snapshot }, async (tx) => {
        const before = await tx.query('SELECT id FROM thing');
        await testDatabase.query(`INSERT INTO unit_of_work.thing VALUES (${id})`);
        return [before.length, (await tx.query('SELECT id FROM thing')).length];
      });
    expect(await seen(false, 1)).toEqual([0, 1]);
    expect(await seen(true, 2)).toEqual([1, 1]);
    const writing = unitOfWork.run({ pool: 'relay', merchants: [], snapshot: true }, async (tx) =>
      add(tx, 3),
    );
    expect(await codeOf(writing)).toBe('25006');
  });

  it('leaves a connection that the next one can use', async () => {
    await run(async (tx) => {
      add(tx, 1);
      add(tx, 1);
    }).catch(() => undefined);
    await run(async (tx) => add(tx, 7));
    expect(await ids()).toEqual([7]);
  });
});

it('a prepared statement runs again when a migration has changed what it returns', async () => {
  const read = () => run((tx) => tx.query('SELECT * FROM changing WHERE id = $1', [1]));
  expect(await read()).toEqual([{ id: 1 }]);
  await testDatabase.query("ALTER TABLE unit_of_work.changing ADD name text NOT NULL DEFAULT 'new'");
  expect(await read()).toEqual([{ id: 1, name: 'new' }]);
});
