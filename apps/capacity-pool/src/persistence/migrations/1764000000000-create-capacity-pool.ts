import { messagingTablesSql, tenantPolicySql } from '@landfall/persistence';
import { idempotencyTableSql } from '@landfall/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** verified_figures holds the last scorecard of each route and lane, as analytics told it. */
export class CreateCapacityPool1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(idempotencyTableSql);
    await runner.query(`
CREATE TABLE provider (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  external_id text NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, external_id)
);

CREATE TABLE route (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  version bigint NOT NULL,
  external_id text NOT NULL,
  name text NOT NULL,
  provider_id uuid NOT NULL,
  origin_country text NOT NULL,
  destination_countries text[] NOT NULL,
  transit_countries text[] NOT NULL,
  legs jsonb NOT NULL,
  mode text,
  terms text,
  clearance text,
  claimed_transit_days float8,
  claimed_receipt_rate float8,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, external_id),
  FOREIGN KEY (merchant_id, provider_id) REFERENCES provider (merchant_id, id)
);
CREATE INDEX route_of_provider ON route (merchant_id, provider_id);

CREATE TABLE verified_figures (
  scorecard_id uuid PRIMARY KEY,
  merchant_id uuid NOT NULL,
  version bigint NOT NULL,
  by text NOT NULL,
  subject text NOT NULL,
  figures jsonb NOT NULL
);
CREATE INDEX verified_figures_of_subject ON verified_figures (merchant_id, by, subject);
`);
    for (const table of ['provider', 'route', 'verified_figures']) await runner.query(tenantPolicySql(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE verified_figures, route, provider, idempotent_request');
  }
}
