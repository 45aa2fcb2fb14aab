import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@landfall/testing';
import { Database, migrate, UnitOfWork } from './index.ts';

describe('a statement that was prepared', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const serviceUrl = testDatabase.urlOf('test_prepared');
    const schema = 'prepared';
    await migrate({ adminUrl: testDatabase.adminUrl, serviceUrl, schema, migrations: [] });
    await testDatabase.query('CREATE TABLE prepared.thing (id int)');
    await testDatabase.query('INSERT INTO prepared.thing VALUES (1)');
    await testDatabase.query('GRANT SELECT ON prepared.thing TO PUBLIC');
    database = new Database({ url: serviceUrl, schema, service: 'test' });
    await database.open();
    unitOfWork = new UnitOfWork(database);
  });

  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const read = () =>
    unitOfWork.run({ pool: 'relay', merchants: [] }, (tx) =>
      tx.query('SELECT * FROM thing WHERE id = $1', [1]),
    );

  it('runs again when a migration has changed what it returns', async () => {
    expect(await read()).toEqual([{ id: 1 }]);
    await testDatabase.query("ALTER TABLE prepared.thing ADD name text NOT NULL DEFAULT 'new'");
    expect(await read()).toEqual([{ id: 1, name: 'new' }]);
  });
});
