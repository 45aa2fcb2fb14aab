import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is due is swept in the order of its time and then its id. Without the ids in the index Postgres reads and sorts all that
 * is due at one instant for each 500 that it gives: 50,000 parcels took 0.5 ms each. Reads each table once.
 */
export class SweepInOrder1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP INDEX parcel_due;
CREATE INDEX parcel_due ON parcel (next_due_at, parcel_id) WHERE next_due_at IS NOT NULL;
DROP INDEX order_watch_due;
CREATE INDEX order_watch_due ON order_watch (next_due_at, order_id) WHERE next_due_at IS NOT NULL;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP INDEX parcel_due;
CREATE INDEX parcel_due ON parcel (next_due_at) WHERE next_due_at IS NOT NULL;
DROP INDEX order_watch_due;
CREATE INDEX order_watch_due ON order_watch (next_due_at) WHERE next_due_at IS NOT NULL;
`);
  }
}
