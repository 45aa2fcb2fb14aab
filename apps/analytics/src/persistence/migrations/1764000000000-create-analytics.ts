import { messagingTablesSql, tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * parcel_fact holds two groups of columns, each written by one topic's consumer only, so that either may come first.
 * scorecard is the last card told of each subject; scorecard_review is when a merchant's cards are made again.
 */
export class CreateAnalytics1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(`
CREATE TABLE parcel_fact (
  parcel_id uuid PRIMARY KEY,
  merchant_id uuid NOT NULL,
  registration_version bigint NOT NULL DEFAULT 0,
  purpose text,
  carrier text,
  route_id text,
  origin_country text,
  destination_country text,
  registered_at timestamptz,
  promised_at timestamptz,
  cancelled_at timestamptz,
  state_version bigint NOT NULL DEFAULT 0,
  state text,
  state_origin_country text,
  dispatched_at timestamptz,
  delivered_at timestamptz
);
CREATE INDEX parcel_fact_of_merchant ON parcel_fact (merchant_id) WHERE registered_at IS NOT NULL;

CREATE TABLE route (
  merchant_id uuid NOT NULL,
  route_id uuid NOT NULL,
  version bigint NOT NULL,
  external_id text NOT NULL,
  provider_id uuid NOT NULL,
  origin_country text NOT NULL,
  PRIMARY KEY (route_id)
);
CREATE INDEX route_of_merchant ON route (merchant_id);

CREATE TABLE scorecard (
  scorecard_id uuid PRIMARY KEY,
  merchant_id uuid NOT NULL,
  version bigint NOT NULL,
  told jsonb NOT NULL
);
CREATE INDEX scorecard_of_merchant ON scorecard (merchant_id);

CREATE TABLE scorecard_review (
  merchant_id uuid PRIMARY KEY,
  next_review_at timestamptz
);
CREATE INDEX scorecard_review_due ON scorecard_review (next_review_at) WHERE next_review_at IS NOT NULL;
`);
    for (const table of ['parcel_fact', 'route', 'scorecard', 'scorecard_review'])
      await runner.query(tenantPolicySql(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE parcel_fact, route, scorecard, scorecard_review');
  }
}
