import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const lookEveryMs = 10;

/** Looks at the outbox of a participant's schema. */
export interface OutboxWatch {
  /** Resolves when everything that was told has been published. Rejects when it is not within a minute. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

const limitMs = 60_000;

export async function watchOutbox(databaseUrl: string, schema: string): Promise<OutboxWatch> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    empty: async () => {
      for (const end = performance.now() + limitMs; performance.now() < end; await delay(lookEveryMs)) {
        const { rows } = await client.query(`SELECT FROM ${schema}.outbox LIMIT 1`);
        if (rows.length === 0) return;
      }
      throw new Error(`the outbox of ${schema} was not empty after ${limitMs / 1_000} s`);
    },
    close: () => client.end(),
  };
}
