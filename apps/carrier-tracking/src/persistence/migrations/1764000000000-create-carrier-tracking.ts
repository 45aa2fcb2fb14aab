import type { MigrationInterface, QueryRunner } from 'typeorm';
import { messagingTablesSql, tenantPolicySql } from '@landfall/persistence';
import { idempotencyTableSql } from '@landfall/service-kit';

/**
 * tracking_number is the directory of who registered a number, and the row that both consumers lock.
 * kept_scan.parcels are the parcels that a scan was told of; a scan without a time is never told.
 * A scan with only_merchant is that merchant's; the others are everybody's who registered the number.
 */
const ownTablesSql = `
CREATE TABLE tracking_number (
  number text COLLATE "C" PRIMARY KEY,
  merchants uuid[] NOT NULL DEFAULT '{}'
);

CREATE TABLE registration (
  merchant_id uuid NOT NULL,
  parcel_id uuid NOT NULL,
  number text COLLATE "C" NOT NULL,
  carrier_key text NOT NULL,
  tracking_number text NOT NULL,
  carrier text NOT NULL,
  registered_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, parcel_id, number, carrier_key)
);
CREATE INDEX registration_by_number ON registration (number);
${tenantPolicySql('registration')}

CREATE TABLE tracked_parcel (
  merchant_id uuid NOT NULL,
  parcel_id uuid NOT NULL,
  version int NOT NULL,
  origin_country text,
  PRIMARY KEY (merchant_id, parcel_id)
) WITH (fillfactor = 70);
${tenantPolicySql('tracked_parcel')}

CREATE TABLE kept_scan (
  number text COLLATE "C" NOT NULL,
  scan_id text COLLATE "C" NOT NULL,
  only_merchant uuid,
  sender text NOT NULL,
  carriers text[] NOT NULL,
  by_aggregator boolean NOT NULL,
  occurred_at timestamptz,
  recorded_at timestamptz NOT NULL,
  data jsonb NOT NULL,
  parcels uuid[] NOT NULL,
  UNIQUE NULLS NOT DISTINCT (number, scan_id, only_merchant)
);
ALTER TABLE kept_scan ENABLE ROW LEVEL SECURITY;
ALTER TABLE kept_scan FORCE ROW LEVEL SECURITY;
CREATE POLICY kept_scan_of_merchant ON kept_scan
  USING (only_merchant IS NULL OR only_merchant = ANY((SELECT current_setting('app.merchants')::uuid[])::uuid[]));

CREATE TABLE payload_key (
  day date PRIMARY KEY,
  wrapped bytea NOT NULL
);

CREATE TABLE unknown_code (
  sender text NOT NULL,
  code text NOT NULL,
  seen bigint NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (sender, code)
);
`;

export class CreateCarrierTracking1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(idempotencyTableSql);
    await runner.query(ownTablesSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE unknown_code, payload_key, kept_scan, tracked_parcel, registration, tracking_number, idempotent_request',
    );
    await runner.query(
      'DROP TABLE quarantine, known_merchant, processed_event, consumer_offset, outbox_shard, outbox',
    );
  }
}
