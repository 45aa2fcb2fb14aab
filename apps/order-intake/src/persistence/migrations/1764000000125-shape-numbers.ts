import type { MigrationInterface, QueryRunner } from 'typeorm';

/** number_shape is a number with its digits alike: what carriers a merchant's numbers of one shape are of is looked up by it. */
export class ShapeNumbers1764000000125 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE parcel_tracking_number ADD number_shape text COLLATE "C"
        GENERATED ALWAYS AS (translate(number_key, '012345678', '999999999')) STORED;
      CREATE INDEX parcel_tracking_number_of_shape
        ON parcel_tracking_number (merchant_id, number_shape, added_at DESC);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE parcel_tracking_number DROP number_shape');
  }
}
