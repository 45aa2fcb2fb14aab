import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a look at a merchant's stages remembers until the next. Rewrites nothing. */
export class RememberLooks1764000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE incident_watch ADD COLUMN memory jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE incident_watch DROP COLUMN memory');
  }
}
