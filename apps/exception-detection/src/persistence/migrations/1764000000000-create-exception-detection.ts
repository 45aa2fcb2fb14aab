import { messagingTablesSql, tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
CREATE TABLE parcel (
  merchant_id uuid NOT NULL,
  parcel_id uuid NOT NULL,
  -- null until the registration has come: scans of a parcel may arrive before it
  registration jsonb,
  state jsonb,
  known_exceptions jsonb NOT NULL DEFAULT '[]',
  told text,
  version int NOT NULL DEFAULT 0,
  status text,
  current_leg text,
  destination_country text,
  carriers text[] NOT NULL DEFAULT '{}',
  next_due_at timestamptz,
  PRIMARY KEY (merchant_id, parcel_id)
) WITH (fillfactor = 70);
CREATE INDEX parcel_due ON parcel (next_due_at) WHERE next_due_at IS NOT NULL;
CREATE INDEX parcel_status ON parcel (merchant_id, status, parcel_id);

CREATE TABLE parcel_number (
  merchant_id uuid NOT NULL,
  tracking_number text NOT NULL,
  carrier text NOT NULL,
  parcel_id uuid NOT NULL,
  PRIMARY KEY (merchant_id, tracking_number, carrier, parcel_id)
);
CREATE INDEX parcel_number_of_parcel ON parcel_number (merchant_id, parcel_id);

CREATE TABLE parcel_event (
  merchant_id uuid NOT NULL,
  parcel_id uuid NOT NULL,
  event_id uuid NOT NULL,
  revision int NOT NULL,
  occurred_at timestamptz NOT NULL,
  scan jsonb NOT NULL,
  PRIMARY KEY (merchant_id, parcel_id, event_id)
);

CREATE TABLE exception (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  parcel_id uuid,
  order_id uuid NOT NULL,
  code text NOT NULL,
  leg text,
  occurrence int NOT NULL,
  state text NOT NULL,
  carrier text,
  destination_country text NOT NULL,
  opened_at timestamptz NOT NULL,
  recoverable_minor bigint NOT NULL,
  risk_minor bigint NOT NULL,
  currency text NOT NULL,
  data jsonb NOT NULL,
  cleared_at timestamptz,
  because text,
  PRIMARY KEY (merchant_id, id)
) WITH (fillfactor = 80);
CREATE INDEX exception_queue ON exception (merchant_id, state, recoverable_minor DESC, id);
CREATE INDEX exception_of_parcel ON exception (merchant_id, parcel_id);
`;

export class CreateExceptionDetection1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(tables);
    for (const table of ['parcel', 'parcel_number', 'parcel_event', 'exception'])
      await runner.query(tenantPolicySql(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE exception, parcel_event, parcel_number, parcel');
  }
}
