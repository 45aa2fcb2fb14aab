import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Claims of applied events are kept for one to two turns of 38 days instead of for ever: Kafka keeps a record for 30 days
 * and for the 7 that its segment may take to fill (ADR 12). A turn empties the older of two tables and swaps their names;
 * the locks make it wait for every transaction that has claimed from either, so that none can miss a claim of another.
 * The service's role owns nothing: the function is the migration's. What an older version left behind stays recognised
 * for the first turn.
 */
export class TurnProcessedEvents1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [found] = (await runner.query(`SELECT to_regclass('processed_event') IS NOT NULL AS here`)) as {
      here: boolean;
    }[];
    if (!found?.here) return;
    await runner.query(`
      ALTER TABLE processed_event RENAME TO processed_event_before;
      ALTER TABLE processed_event_before SET (autovacuum_vacuum_insert_threshold = -1);
      CREATE TABLE processed_event (
        event_id uuid PRIMARY KEY
      ) WITH (autovacuum_vacuum_insert_threshold = -1);

      CREATE TABLE processed_event_turn (
        turned_at timestamptz NOT NULL DEFAULT now(),
        before_by_id boolean NOT NULL
      );
      INSERT INTO processed_event_turn (before_by_id) SELECT EXISTS (SELECT FROM processed_event_before);

      CREATE FUNCTION turn_processed_events() RETURNS boolean
      LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '200ms' AS $$
      BEGIN
        PERFORM FROM processed_event_turn WHERE turned_at <= now() - interval '38 days' FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
          RETURN false;
        END IF;
        -- In the order in which claims take them.
        LOCK TABLE processed_event_before IN ACCESS EXCLUSIVE MODE;
        LOCK TABLE processed_event IN ACCESS EXCLUSIVE MODE;
        TRUNCATE processed_event_before;
        ALTER TABLE processed_event_before RENAME TO processed_event_after;
        ALTER TABLE processed_event RENAME TO processed_event_before;
        ALTER TABLE processed_event_after RENAME TO processed_event;
        UPDATE processed_event_turn SET turned_at = now(), before_by_id = false;
        RETURN true;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone: an older version knows claims by their event ids only');
  }
}
