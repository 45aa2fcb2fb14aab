import { tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * feed_hour: the hours (since 1970, UTC) in which anything was heard of a carrier. incident_watch: when a merchant's feeds and
 * stages are looked at next, if he has any parcels.
 */
const tables = `
CREATE TABLE feed_hour (
  merchant_id uuid NOT NULL,
  carrier text NOT NULL,
  hour int NOT NULL,
  PRIMARY KEY (merchant_id, carrier, hour)
);

CREATE TABLE incident_watch (
  merchant_id uuid PRIMARY KEY,
  next_look_at timestamptz
);
CREATE INDEX incident_watch_due ON incident_watch (next_look_at);

CREATE TABLE incident (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  scope jsonb NOT NULL,
  opened_at timestamptz NOT NULL,
  detected_at timestamptz NOT NULL,
  closed_at timestamptz,
  parcel_count int NOT NULL,
  version int NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX incident_open ON incident (merchant_id) WHERE closed_at IS NULL;
`;

export class WatchIncidents1764000000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    for (const table of ['feed_hour', 'incident_watch', 'incident'])
      await runner.query(tenantPolicySql(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE incident, incident_watch, feed_hour');
  }
}
