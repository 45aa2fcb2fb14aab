import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a merchant was told to look at when a number was registered; of those that are there already nothing is known. */
export class KeepWarnings1764000000191 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE parcel_tracking_number ADD warnings jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE parcel_tracking_number DROP warnings');
  }
}
