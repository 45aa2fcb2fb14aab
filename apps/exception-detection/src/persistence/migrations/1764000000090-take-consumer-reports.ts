import { tenantPolicySql } from '@landfall/persistence';
import { idempotencyTableSql } from '@landfall/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What consumers say of their parcels, and the answers given under an Idempotency-Key: this service's first POST. A parcel's row
 * says whether there is anything to read, as hardly any has; the column is added without writing the rows.
 */
export class TakeConsumerReports1764000000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(idempotencyTableSql);
    await runner.query(`
ALTER TABLE parcel ADD has_reports boolean NOT NULL DEFAULT false;

CREATE TABLE consumer_report (
  merchant_id uuid NOT NULL,
  parcel_id uuid NOT NULL,
  id uuid NOT NULL,
  what text NOT NULL,
  reported_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, parcel_id, id)
);
`);
    await runner.query(tenantPolicySql('consumer_report'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE consumer_report, idempotent_request; ALTER TABLE parcel DROP has_reports');
  }
}
