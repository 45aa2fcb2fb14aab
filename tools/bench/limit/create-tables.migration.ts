import { messagingTablesSql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { parcelStateTableSql } from '../../workload/tables.ts';

/** The tables of a service, but for the states: each is kept, and the latest one of a parcel is its row. */
export class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(parcelStateTableSql);
    await runner.query(`
      ALTER TABLE parcel_state RENAME TO parcel_state_left;
      ALTER TABLE parcel_state_left
        DROP CONSTRAINT parcel_state_pkey,
        ADD PRIMARY KEY (parcel_id, version);
      CREATE VIEW parcel_state AS
        SELECT DISTINCT ON (parcel_id) * FROM parcel_state_left ORDER BY parcel_id, version DESC`);
  }

  async down(): Promise<void> {
    throw new Error('not undone: the schema is dropped after its run');
  }
}
