import { tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The pool's routes as told: a parcel names its route by our id or by the merchant's own name, which never changes. */
export class KeepRoutes1764000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE route (
  merchant_id uuid NOT NULL,
  route_id uuid NOT NULL,
  version bigint NOT NULL,
  external_id text NOT NULL,
  told jsonb NOT NULL,
  PRIMARY KEY (route_id),
  UNIQUE (merchant_id, external_id)
);
`);
    await runner.query(tenantPolicySql('route'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE route');
  }
}
