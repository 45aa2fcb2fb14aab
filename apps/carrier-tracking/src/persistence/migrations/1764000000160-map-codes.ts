import { tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * kept_scan.unmapped_code is by what a scan is mapped whose code stands in no table (`mappedBy`). What is counted of such codes
 * is counted from it: unknown_code was a second count. told_reading is what a parcel was told last of a scan, and how often
 * it was told otherwise before, where that is not what the scan means to its sender, or has not always been.
 * remapping is what is left to be read anew of a code that means something else to a merchant now: the scans of his parcels
 * behind `after`.
 */
export class MapCodes1764000000160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE kept_scan ADD unmapped_code text COLLATE "C";
UPDATE kept_scan SET unmapped_code = upper(btrim(code)), data = jsonb_set(data, '{unmapped}', '{"text": null, "readBy": "nothing"}')
FROM unknown_code WHERE unknown_code.sender = kept_scan.sender AND code = data ->> 'rawCode';
CREATE INDEX kept_scan_unmapped ON kept_scan (sender COLLATE "C", unmapped_code) WHERE unmapped_code IS NOT NULL;
DROP TABLE unknown_code;

ALTER TABLE mapping_override
  ADD id uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD mapped_at timestamptz NOT NULL DEFAULT now();
CREATE UNIQUE INDEX mapping_override_by_id ON mapping_override (merchant_id, id);

CREATE TABLE told_reading (
  merchant_id uuid NOT NULL,
  scan_id text COLLATE "C" NOT NULL,
  parcel_id uuid NOT NULL,
  sender text NOT NULL,
  code text NOT NULL,
  revision int NOT NULL,
  reading jsonb NOT NULL,
  PRIMARY KEY (scan_id, parcel_id)
);
CREATE INDEX told_reading_by_code ON told_reading (merchant_id, sender, code) INCLUDE (parcel_id, revision);
${tenantPolicySql('told_reading')}

CREATE TABLE remapping (
  merchant_id uuid NOT NULL,
  sender text NOT NULL,
  code text NOT NULL,
  turn bigint GENERATED ALWAYS AS IDENTITY,
  after uuid,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, sender, code)
);
CREATE INDEX remapping_in_turn ON remapping (turn);
${tenantPolicySql('remapping')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE remapping, told_reading;
ALTER TABLE mapping_override DROP mapped_at, DROP id;
CREATE TABLE unknown_code (
  sender text NOT NULL,
  code text NOT NULL,
  seen bigint NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (sender, code)
);
INSERT INTO unknown_code (sender, code, seen, last_seen_at)
SELECT sender, unmapped_code, count(*), max(recorded_at) FROM kept_scan WHERE unmapped_code IS NOT NULL GROUP BY 1, 2;
ALTER TABLE kept_scan DROP unmapped_code;`);
  }
}
