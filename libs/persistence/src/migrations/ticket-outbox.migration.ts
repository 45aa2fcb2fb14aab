import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A row of the outbox carries a random ticket, by which the process that wrote it knows it again: its id may come a second
 * time, with other messages, when Postgres is put back to a backup. Rows that are there already belong to nobody's memory.
 */
export class TicketOutbox1764000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE IF EXISTS outbox ADD ticket bigint NOT NULL DEFAULT 0;
      ALTER TABLE IF EXISTS outbox ALTER ticket DROP DEFAULT;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone: the outbox has to be empty before an older version starts');
  }
}
