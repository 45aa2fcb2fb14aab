import { messagingTablesSql, tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { parcelStateTableSql } from '../../workload/tables.ts';

/**
 * What both services keep. Nothing here forgives a repetition: `told.times` counts how often a version was applied,
 * and `out_of_order` keeps what came after a later version.
 */
export class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(parcelStateTableSql);
    await runner.query(tenantPolicySql('parcel_state'));
    await runner.query(`ALTER TABLE parcel_state ADD CHECK (last_event_at < '2800-01-01')`);
    await runner.query(`
      CREATE TABLE told (
        parcel_id uuid NOT NULL,
        version int NOT NULL,
        times int NOT NULL,
        state text NOT NULL,
        last_event_at timestamptz NOT NULL,
        PRIMARY KEY (parcel_id, version)
      );
      CREATE TABLE out_of_order (parcel_id uuid NOT NULL, version int NOT NULL);
      CREATE TABLE scan_count (milestone text PRIMARY KEY, scans int NOT NULL)`);
  }

  async down(): Promise<void> {
    throw new Error('not undone: the schema is dropped after its run');
  }
}
