import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { testStack } from './stack.ts';

export interface TestDatabase {
  adminUrl: string;
  /** Connection string of a service's role in this database. */
  urlOf(role: string): string;
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A database of the test's own in the run's Postgres. */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const { adminUrl } = testStack();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  return {
    adminUrl: url.toString(),
    urlOf(role) {
      const own = new URL(url);
      own.username = role;
      own.password = 'test';
      return own.toString();
    },
    async query<Row>(sql: string, parameters?: unknown[]) {
      return (await client.query(sql, parameters)).rows as Row[];
    },
    async drop() {
      await client.end();
      await onServer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
};

const onServer = async (url: string, sql: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};
