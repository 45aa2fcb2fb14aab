import { tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The order in which scans were recorded, by the transaction that did it, and the readings that others took the place of: what
 * was told to a data warehouse is never told otherwise. Scans that are there already are recorded first, by the default that
 * is then another one: no row is written. The index reads the table once, and writes wait for it.
 */
const record = `
ALTER TABLE parcel_event ADD recorded xid8 NOT NULL DEFAULT '0';
ALTER TABLE parcel_event ALTER recorded SET DEFAULT pg_current_xact_id();
CREATE INDEX parcel_event_recorded ON parcel_event (merchant_id, recorded, event_id);

CREATE TABLE parcel_event_before (
  merchant_id uuid NOT NULL,
  parcel_id uuid NOT NULL,
  event_id uuid NOT NULL,
  revision int NOT NULL,
  scan jsonb NOT NULL,
  recorded xid8 NOT NULL,
  corrected xid8 NOT NULL DEFAULT pg_current_xact_id(),
  corrected_by int NOT NULL,
  corrected_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, parcel_id, event_id, revision)
);
CREATE INDEX parcel_event_before_recorded ON parcel_event_before (merchant_id, recorded, event_id);
CREATE INDEX parcel_event_before_corrected ON parcel_event_before (merchant_id, corrected, event_id);
`;

export class RecordEpcis1764000000190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(record);
    await runner.query(tenantPolicySql('parcel_event_before'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE parcel_event_before; ALTER TABLE parcel_event DROP recorded');
  }
}
