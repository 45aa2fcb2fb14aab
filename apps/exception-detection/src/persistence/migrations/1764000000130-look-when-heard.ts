import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a merchant is looked at within the hour when anything is heard, as the last look has found. */
export class LookWhenHeard1764000000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE incident_watch ADD COLUMN when_heard boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE incident_watch DROP COLUMN when_heard');
  }
}
