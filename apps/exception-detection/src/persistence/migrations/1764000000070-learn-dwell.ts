import { tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A parcel keeps the last estimate told. What is learned of dwells, of each merchant's parcels by themselves. Batches only append to dwell_change, so that none waits
 * for another at the row of a busy lane; a refresh adds it to dwell_count and makes the lane's model anew.
 */
const tables = `
ALTER TABLE parcel ADD counted jsonb, ADD estimate jsonb;

CREATE TABLE dwell_change (
  merchant_id uuid NOT NULL,
  lane text NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  changes jsonb NOT NULL,
  PRIMARY KEY (merchant_id, lane, id)
);

CREATE TABLE dwell_count (
  merchant_id uuid NOT NULL,
  lane text NOT NULL,
  stage text NOT NULL,
  provider text NOT NULL,
  route text NOT NULL,
  day int NOT NULL,
  cell smallint NOT NULL,
  n int NOT NULL,
  PRIMARY KEY (merchant_id, lane, stage, provider, route, day, cell)
) WITH (fillfactor = 80);

CREATE TABLE dwell_lane (
  merchant_id uuid NOT NULL,
  lane text NOT NULL,
  version int NOT NULL DEFAULT 0,
  model jsonb NOT NULL DEFAULT '[]',
  next_refresh_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, lane)
);
CREATE INDEX dwell_lane_due ON dwell_lane (next_refresh_at);
`;

export class LearnDwell1764000000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    for (const table of ['dwell_change', 'dwell_count', 'dwell_lane'])
      await runner.query(tenantPolicySql(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE dwell_lane, dwell_count, dwell_change; ALTER TABLE parcel DROP counted, DROP estimate',
    );
  }
}
