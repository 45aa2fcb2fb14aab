import { tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * unit_change: what batches change in the counts of a merchant's transport units. They only append, so that none waits for another at
 * a unit of 30,000 parcels; the next look at the merchant takes it into its memory.
 */
const table = `
CREATE TABLE unit_change (
  merchant_id uuid NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  changes jsonb NOT NULL,
  PRIMARY KEY (merchant_id, id)
);
`;

export class WatchUnits1764000000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
    await runner.query(tenantPolicySql('unit_change'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE unit_change');
  }
}
