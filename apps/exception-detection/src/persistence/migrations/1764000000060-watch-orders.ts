import { tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Orders that wait for the first physical scan of a parcel. An order's row names the scanned ones among its parcels, so that
 * parcels need no index by order. Orders of the past 30 days are still on their topic and will come: those of parcels that were
 * scanned before are marked here, else each would be taken for not dispatched. Reads the table of parcels once.
 */
export class WatchOrders1764000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE order_watch (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  -- null until the order has come: scans of its parcels may arrive before it
  told jsonb,
  told_version bigint NOT NULL DEFAULT 0,
  cancelled_at timestamptz,
  scanned_parcels uuid[] NOT NULL DEFAULT '{}',
  known_exception jsonb,
  version int NOT NULL DEFAULT 0,
  next_due_at timestamptz,
  PRIMARY KEY (merchant_id, order_id)
) WITH (fillfactor = 70);
CREATE INDEX order_watch_due ON order_watch (next_due_at) WHERE next_due_at IS NOT NULL;

INSERT INTO order_watch (merchant_id, order_id, scanned_parcels)
SELECT merchant_id, (registration->>'orderId')::uuid, array_agg(parcel_id ORDER BY parcel_id)
FROM parcel WHERE registration IS NOT NULL AND state->>'firstPhysicalScanAt' IS NOT NULL
GROUP BY 1, 2;
`);
    await runner.query(tenantPolicySql('order_watch'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE order_watch');
  }
}
