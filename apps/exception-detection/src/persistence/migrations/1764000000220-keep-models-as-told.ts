import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * dwell_lane.model is written and read whole: as JSON text, which Postgres neither takes apart nor compresses. A lane's 25,000 numbers
 * hardly get smaller, and to compress them took most of what a refresh costs in Postgres.
 */
export class KeepModelsAsTold1764000000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE dwell_lane ALTER model TYPE json USING model::json;
      ALTER TABLE dwell_lane ALTER model SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE dwell_lane ALTER model TYPE jsonb USING model::jsonb;
      ALTER TABLE dwell_lane ALTER model SET STORAGE EXTENDED;
    `);
  }
}
