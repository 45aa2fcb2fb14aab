import { tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A shop belongs to one merchant; it is read before a merchant is known, so that it has no row-level security, and its
 * secrets are sealed with the merchant's key. A marketplace's order is all that was told of it, without the person. A
 * withdrawn parcel follows its shipment no more. numbers_in_use are missing here, since parcels of other orders have them. Deliveries are ids that follow from shop, delivery and body.
 */
const marketplacesSql = `
CREATE TABLE marketplace_shop (
  marketplace text NOT NULL,
  domain text NOT NULL,
  id uuid NOT NULL UNIQUE,
  merchant_id uuid NOT NULL REFERENCES merchant (id),
  sealed_secrets bytea,
  registered_at timestamptz NOT NULL,
  PRIMARY KEY (marketplace, domain)
);
CREATE INDEX marketplace_shop_of_merchant ON marketplace_shop (merchant_id);

CREATE TABLE marketplace_delivery (
  id uuid PRIMARY KEY,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX marketplace_delivery_by_age ON marketplace_delivery (received_at);

CREATE TABLE marketplace_order (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL REFERENCES marketplace_shop (id),
  external_id text NOT NULL,
  order_id uuid,
  cancelled boolean NOT NULL DEFAULT false,
  told jsonb NOT NULL,
  numbers_in_use text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (merchant_id, shop_id, external_id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES customer_order (merchant_id, id)
);
${tenantPolicySql('marketplace_order')}

CREATE TABLE marketplace_parcel (
  merchant_id uuid NOT NULL,
  parcel_id uuid NOT NULL,
  order_id uuid NOT NULL,
  shipment_id text NOT NULL,
  withdrawn boolean NOT NULL DEFAULT false,
  PRIMARY KEY (merchant_id, parcel_id),
  FOREIGN KEY (merchant_id, parcel_id) REFERENCES parcel (merchant_id, id)
);
CREATE INDEX marketplace_parcel_of_order ON marketplace_parcel (merchant_id, order_id);
${tenantPolicySql('marketplace_parcel')}

ALTER TABLE order_item ADD COLUMN external_line_id text;

CREATE TABLE order_outcome (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  kind text NOT NULL,
  external_id text NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, order_id, kind, external_id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES customer_order (merchant_id, id)
);
${tenantPolicySql('order_outcome')}
`;

/** Shops of marketplaces, what their webhooks told, and what follows for orders and parcels. */
export class ConnectMarketplaces1764000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(marketplacesSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE marketplace_parcel, marketplace_order, marketplace_delivery, marketplace_shop, order_outcome;
      ALTER TABLE order_item DROP COLUMN external_line_id;`);
  }
}
