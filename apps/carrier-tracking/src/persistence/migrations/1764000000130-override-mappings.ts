import { tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** mapping_override.code is in capitals; a reading of JSON null means that the code is no scan to the merchant. */
export class OverrideMappings1764000000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE mapping_override (
  merchant_id uuid NOT NULL,
  sender text NOT NULL,
  code text NOT NULL,
  reading jsonb NOT NULL,
  PRIMARY KEY (merchant_id, sender, code)
);
${tenantPolicySql('mapping_override')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mapping_override');
  }
}
