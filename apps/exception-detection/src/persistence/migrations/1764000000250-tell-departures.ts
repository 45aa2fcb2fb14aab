import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each lane departs from the priors, added up over its stages: lanes that know little lean on what others tell. */
export class TellDepartures1764000000250 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE dwell_lane
        ADD stages_known int NOT NULL DEFAULT 0,
        ADD log_spreads float8 NOT NULL DEFAULT 0,
        ADD places float8 NOT NULL DEFAULT 0,
        ADD squared_places float8 NOT NULL DEFAULT 0
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE dwell_lane DROP stages_known, DROP log_spreads, DROP places, DROP squared_places',
    );
  }
}
