import { messagingTablesSql, tenantPolicySql } from '@landfall/persistence';
import { idempotencyTableSql } from '@landfall/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money is minor units of the named currency. A buyer without a wrapped_key is erased: nobody can read its ciphertext. */
const ownTablesSql = `
CREATE TABLE merchant (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  wrapped_key bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  merchant_id uuid NOT NULL REFERENCES merchant (id),
  key_hash bytea NOT NULL UNIQUE,
  scopes text[] NOT NULL,
  label text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);

CREATE TABLE buyer (
  merchant_id uuid NOT NULL REFERENCES merchant (id),
  id uuid NOT NULL,
  wrapped_key bytea,
  ciphertext bytea,
  locale text,
  consent_email boolean,
  consent_sms boolean,
  erased_at timestamptz,
  PRIMARY KEY (merchant_id, id)
);
${tenantPolicySql('buyer')}

CREATE TABLE customer_order (
  merchant_id uuid NOT NULL REFERENCES merchant (id),
  id uuid NOT NULL,
  external_id text NOT NULL,
  marketplace text NOT NULL,
  placed_at timestamptz NOT NULL,
  currency text NOT NULL,
  buyer_id uuid NOT NULL,
  ship_country text NOT NULL,
  ship_state text,
  ship_city text,
  promised_at timestamptz,
  ship_by timestamptz,
  route_id text,
  ioss_number text,
  payment_method text,
  cod_minor bigint,
  cod_currency text,
  created_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (merchant_id, id),
  UNIQUE (merchant_id, external_id, marketplace),
  FOREIGN KEY (merchant_id, buyer_id) REFERENCES buyer (merchant_id, id)
);
${tenantPolicySql('customer_order')}

CREATE TABLE order_item (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  position int NOT NULL,
  sku text NOT NULL,
  title text NOT NULL,
  quantity int NOT NULL CHECK (quantity > 0),
  unit_price_minor bigint NOT NULL,
  unit_cost_minor bigint,
  weight_grams int,
  attributes text[] NOT NULL,
  hs_code text,
  origin_country text,
  declared_minor bigint,
  declared_currency text,
  PRIMARY KEY (merchant_id, order_id, position),
  FOREIGN KEY (merchant_id, order_id) REFERENCES customer_order (merchant_id, id)
);
${tenantPolicySql('order_item')}

CREATE TABLE parcel (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  purpose text NOT NULL,
  replaces_parcel_id uuid,
  route_id text,
  origin_country text,
  declared_weight_grams int,
  length_mm int,
  width_mm int,
  height_mm int,
  shipped_at timestamptz,
  registered_at timestamptz NOT NULL,
  price_minor bigint NOT NULL,
  goods_cost_minor bigint NOT NULL,
  goods_cost_assumed boolean NOT NULL,
  cancelled_at timestamptz,
  ended_at timestamptz,
  ended_as text,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES customer_order (merchant_id, id),
  FOREIGN KEY (merchant_id, replaces_parcel_id) REFERENCES parcel (merchant_id, id)
);
CREATE INDEX parcel_of_order ON parcel (merchant_id, order_id);
${tenantPolicySql('parcel')}

CREATE TABLE parcel_item (
  merchant_id uuid NOT NULL,
  parcel_id uuid NOT NULL,
  position int NOT NULL,
  quantity int NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (merchant_id, parcel_id, position),
  FOREIGN KEY (merchant_id, parcel_id) REFERENCES parcel (merchant_id, id)
);
${tenantPolicySql('parcel_item')}

CREATE TABLE parcel_tracking_number (
  merchant_id uuid NOT NULL,
  parcel_id uuid NOT NULL,
  position int NOT NULL,
  carrier text NOT NULL,
  tracking_number text NOT NULL,
  carrier_key text NOT NULL,
  number_key text NOT NULL,
  added_at timestamptz NOT NULL,
  ended boolean NOT NULL DEFAULT false,
  PRIMARY KEY (merchant_id, parcel_id, position),
  FOREIGN KEY (merchant_id, parcel_id) REFERENCES parcel (merchant_id, id)
);
CREATE UNIQUE INDEX parcel_tracking_number_in_use
  ON parcel_tracking_number (merchant_id, carrier_key, number_key) WHERE NOT ended;
${tenantPolicySql('parcel_tracking_number')}
`;

/** The whole schema of order-intake. */
export class CreateOrderIntake1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(idempotencyTableSql);
    await runner.query(ownTablesSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA order_intake CASCADE');
  }
}
