import { tenantPolicySql } from '@landfall/persistence';

/** The answers given under an Idempotency-Key, in the schema of each service that has POST routes. */
export const idempotencyTableSql = `
CREATE TABLE idempotent_request (
  merchant_id uuid NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL,
  status int NOT NULL,
  body json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, route, key)
);
CREATE INDEX idempotent_request_by_age ON idempotent_request (merchant_id, created_at);
${tenantPolicySql('idempotent_request')}`;

/**
 * Answers as they were given, for tables of before: jsonb has no NUL and no half surrogate, which an answer may repeat from a file or a
 * body, and gives members in another order.
 */
export const keepAnswersAsGivenSql = 'ALTER TABLE idempotent_request ALTER body TYPE json USING body::json';

/** Back again; answers that jsonb cannot hold are forgotten. */
export const keepAnswersTakenApartSql = `
DELETE FROM idempotent_request WHERE position('\\u' IN body::text) > 0;
ALTER TABLE idempotent_request ALTER body TYPE jsonb USING body::jsonb;`;
