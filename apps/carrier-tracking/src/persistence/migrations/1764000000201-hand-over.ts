import type { MigrationInterface, QueryRunner } from 'typeorm';

/** tracked_parcel.handed_over are the hand-overs that were told of a parcel (`handOverKey`); null: none. */
export class HandOver1764000000201 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tracked_parcel ADD handed_over text[]');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tracked_parcel DROP handed_over');
  }
}
