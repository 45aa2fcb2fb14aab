import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * parcel_tracking_number.told_by is who told of a number that came after its parcel: `merchant`, or a sender of tracking. Null: it
 * came with the parcel, or its shop told of it; so does every number that is there already.
 */
export class TellWhoTold1764000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE parcel_tracking_number ADD told_by text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE parcel_tracking_number DROP told_by');
  }
}
