import { tenantPolicySql } from '@landfall/persistence';

/** The answers given under an Idempotency-Key, in the schema of each service that has POST routes. */
export const idempotencyTableSql = `
CREATE TABLE idempotent_request (
  merchant_id uuid NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL,
  status int NOT NULL,
  body jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, route, key)
);
CREATE INDEX idempotent_request_by_age ON idempotent_request (merchant_id, created_at);
${tenantPolicySql('idempotent_request')}`;
