import { tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * unit_member.position numbers what is put in units in the order in which it is: a walk through a unit goes along it.
 * unit_number holds tracking numbers in units that no parcel is registered with yet.
 * unit_fan_out is what is left to be told: the parcels in unit_id, and in the units inside it, behind `after` and up to
 * `upto`, have to hear of one scan of of_unit; without scan_id of all scans of of_unit and of what that is in.
 * unit_scan_told are the parcels that have heard of a unit's scan.
 */
const tables = `
CREATE TABLE unit (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  external_id text NOT NULL,
  type text NOT NULL,
  parent_id uuid,
  mode text,
  flight_or_voyage text,
  etd timestamptz,
  eta timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, external_id)
);
CREATE INDEX unit_by_parent ON unit (merchant_id, parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE unit_member (
  merchant_id uuid NOT NULL,
  parcel_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (merchant_id, parcel_id, unit_id)
);
CREATE INDEX unit_member_in_turn ON unit_member (merchant_id, unit_id, position) INCLUDE (parcel_id);

CREATE TABLE unit_number (
  merchant_id uuid NOT NULL,
  number text COLLATE "C" NOT NULL,
  unit_id uuid NOT NULL,
  PRIMARY KEY (merchant_id, number, unit_id)
);

CREATE TABLE unit_fan_out (
  turn bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  merchant_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  after bigint NOT NULL,
  upto bigint,
  of_unit uuid NOT NULL,
  scan_id text COLLATE "C",
  due_at timestamptz NOT NULL
);

CREATE TABLE unit_scan_told (
  merchant_id uuid NOT NULL,
  scan_id text COLLATE "C" NOT NULL,
  parcel_id uuid NOT NULL,
  PRIMARY KEY (merchant_id, scan_id, parcel_id)
);
`;

const ofMerchants = ['unit', 'unit_member', 'unit_number', 'unit_fan_out', 'unit_scan_told'];

export class CreateUnits1764000000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    for (const table of ofMerchants) await runner.query(tenantPolicySql(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${ofMerchants.join(', ')}`);
  }
}
