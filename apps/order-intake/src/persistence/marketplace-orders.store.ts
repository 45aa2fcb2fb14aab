import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { untold, type MarketplaceOrder } from '../marketplace-orders/marketplace-order.ts';

export interface MarketplaceOrderRow {
  /** Null until an order that can be placed was told. */
  orderId: string | null;
  /** Whether its marketplace's cancellation has been carried out. */
  cancelled: boolean;
  told: MarketplaceOrder;
  /** Numbers that its parcels lack, since active parcels of other orders have them: carrier and number. */
  numbersInUse: string[];
}

const keptFor = `interval '30 days'`;

/** What marketplaces have told of their orders, and which deliveries were taken. */
@Injectable()
export class MarketplaceOrdersStore {
  /** False where the delivery was taken before. */
  async claimDelivery(tx: Transaction, id: string): Promise<boolean> {
    const rows = await tx.query(
      'INSERT INTO marketplace_delivery (id) VALUES ($1) ON CONFLICT (id) DO NOTHING RETURNING id',
      [id],
    );
    return rows.length > 0;
  }

  /** Forgets deliveries older than 30 days: nobody sends them again. Tells how many. */
  async forgetDeliveries(tx: Transaction): Promise<number> {
    const rows = await tx.query(
      `DELETE FROM marketplace_delivery WHERE received_at < now() - ${keptFor} RETURNING id`,
    );
    return rows.length;
  }

  /** What is known of an order, locked until the transaction ends; made where nothing is known yet. */
  async lock(
    tx: Transaction,
    merchantId: string,
    shopId: string,
    externalId: string,
  ): Promise<MarketplaceOrderRow> {
    await tx.query(
      `INSERT INTO marketplace_order (merchant_id, shop_id, external_id, told) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [merchantId, shopId, externalId, JSON.stringify(untold)],
    );
    const [row] = await tx.query<MarketplaceOrderRow>(
      `SELECT order_id AS "orderId", cancelled, told, numbers_in_use AS "numbersInUse" FROM marketplace_order
       WHERE merchant_id = $1 AND shop_id = $2 AND external_id = $3 FOR UPDATE`,
      [merchantId, shopId, externalId],
    );
    if (!row) throw new Error('a marketplace order is not there after it was made');
    return row;
  }

  save(
    tx: Transaction,
    merchantId: string,
    shopId: string,
    externalId: string,
    { orderId, cancelled, told, numbersInUse }: MarketplaceOrderRow,
  ): void {
    tx.execute(
      `UPDATE marketplace_order SET order_id = $4, cancelled = $5, told = $6, numbers_in_use = $7
       WHERE merchant_id = $1 AND shop_id = $2 AND external_id = $3`,
      [merchantId, shopId, externalId, orderId, cancelled, JSON.stringify(told), numbersInUse],
    );
  }
}
