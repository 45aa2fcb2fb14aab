import { messagingTablesSql, tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { parcelStateTableSql } from '../../workload/tables.ts';

/** The tables of a service of Landfall. */
export class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(parcelStateTableSql);
    await runner.query(tenantPolicySql('parcel_state'));
  }

  async down(): Promise<void> {
    throw new Error('not undone: the schema is dropped after its run');
  }
}
