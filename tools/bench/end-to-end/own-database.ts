import pg from 'pg';
import type { Stack } from '../../stack/stack.ts';

/** The same servers with a database of its own: services of an earlier benchmark have left their schemas in the other. */
export async function withOwnDatabase(stack: Stack, name: string): Promise<Stack> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(stack.databaseUrl);
  url.pathname = `/${name}`;
  return { ...stack, databaseUrl: url.toString() };
}
