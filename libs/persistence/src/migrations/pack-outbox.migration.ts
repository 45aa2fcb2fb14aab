import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A row of the outbox holds all messages that one transaction has for a shard: for each a line of JSON with topic, key
 * and headers, and a line with the data (ADR 10). Stored without compression: the rows live for milliseconds.
 */
export class PackOutbox1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A schema without a pipe has nothing to pack.
    const [found] = (await runner.query(`SELECT to_regclass('outbox') IS NOT NULL AS here`)) as {
      here: boolean;
    }[];
    if (!found?.here) return;
    await runner.query(`
      ALTER TABLE outbox ADD messages text;
      UPDATE outbox SET messages = jsonb_build_array(topic, key, headers::jsonb)::text || E'\\n' || data;
      ALTER TABLE outbox
        ALTER messages SET NOT NULL,
        ALTER messages SET STORAGE EXTERNAL,
        DROP topic, DROP key, DROP headers, DROP data,
        SET (autovacuum_vacuum_threshold = 1000,
          toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 10000);
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone: the outbox has to be empty before an older version starts');
  }
}
