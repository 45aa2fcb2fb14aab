import type { MigrationInterface, QueryRunner } from 'typeorm';
import { outboxMessageTableSql } from './outbox-message.table.ts';

/** Parcels with their due times, what was found of them, and a row for each message to publish. */
export class CreateDueParcels1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE due_parcel (
        parcel_id uuid PRIMARY KEY,
        merchant_id uuid NOT NULL,
        last_event_at timestamptz NOT NULL,
        next_due_at timestamptz,
        version integer NOT NULL
      );
      CREATE INDEX due_parcel_next ON due_parcel (next_due_at);
      CREATE TABLE stall (parcel_id uuid PRIMARY KEY, opened_at timestamptz NOT NULL)`);
    await runner.query(outboxMessageTableSql);
  }

  async down(): Promise<void> {
    throw new Error('not undone: the schema is dropped after its run');
  }
}
