import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * unit.told_as is the number by which carriers tell of a unit (`toldNumberOf`), and tracking_number.of_units says that
 * some merchant has a unit with it. weight_grams is what a manifest says that a parcel weighs.
 */
export class NameUnits1764000000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tracking_number ADD of_units boolean NOT NULL DEFAULT false;
      ALTER TABLE unit_member ADD weight_grams int;
      ALTER TABLE unit_number ADD weight_grams int;
      ALTER TABLE unit ADD told_as text COLLATE "C";
      UPDATE unit SET told_as = left(regexp_replace(regexp_replace(
        upper(regexp_replace(external_id, '\\s', '', 'g')),
        '^(?:M?AWB[:#-]?)?(\\d{3})-?(\\d{8})$', '\\1\\2'),
        '^([A-Z]{3}[JUZ])-?(\\d{6})-?(\\d)$', '\\1\\2\\3'), 64);
      ALTER TABLE unit ALTER told_as SET NOT NULL;
      CREATE INDEX unit_told ON unit (told_as);
      INSERT INTO tracking_number (number, merchants, of_units)
      SELECT told_as, array_agg(DISTINCT merchant_id), true FROM unit GROUP BY told_as
      ON CONFLICT (number) DO UPDATE SET of_units = true, merchants = ARRAY(
        SELECT DISTINCT unnest(tracking_number.merchants || EXCLUDED.merchants));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE unit DROP told_as;
      ALTER TABLE unit_number DROP weight_grams;
      ALTER TABLE unit_member DROP weight_grams;
      ALTER TABLE tracking_number DROP of_units;
    `);
  }
}
