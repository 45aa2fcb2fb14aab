import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { withFact } from '../marketplace-orders/marketplace-order.ts';
import { readWebhook } from '../marketplace-orders/read-webhook.ts';
import { wantedOrder } from '../marketplace-orders/wanted-order.ts';
import type { TopicKind } from '../marketplaces/marketplace-file.ts';
import { MarketplaceOrdersStore } from '../persistence/marketplace-orders.store.ts';
import { SyncOrderHandler } from '../sync-order/sync-order.handler.ts';
import type { AuthenticWebhook } from './authentic-webhook.ts';
import { RefusedWebhooks } from './refused-webhooks.ts';

/** Adds what a webhook tells to what is known of its order, and makes the order stand as follows from all of it. */
@Injectable()
export class ApplyWebhook {
  constructor(
    private readonly orders: MarketplaceOrdersStore,
    private readonly syncing: SyncOrderHandler,
    private readonly refused: RefusedWebhooks,
  ) {}

  /** @throws NotUnderstoodError */
  async apply(
    tx: Transaction,
    webhook: AuthenticWebhook,
    kind: TopicKind,
    payload: unknown,
  ): Promise<'applied' | 'kept'> {
    const { marketplace, shop, id, triggeredAt } = webhook;
    const merchantId = shop.merchant_id;
    const telling = readWebhook(marketplace, { kind, shop: shop.domain, delivery: id, triggeredAt, payload });
    const known = await this.orders.lock(tx, merchantId, shop.id, telling.orderId);
    const told = telling.facts.reduce(withFact, known.told);
    const wanted = wantedOrder(told);
    if (!wanted) {
      this.orders.save(tx, merchantId, shop.id, telling.orderId, { ...known, told });
      return 'kept';
    }
    const { orderId, numbersInUse } = await this.syncing.sync(tx, {
      merchantId,
      orderId: known.orderId,
      cancelled: known.cancelled,
      wanted,
      person: told.told === known.told.told ? null : telling.person,
    });
    const keyed = new Map(
      numbersInUse.map((number) => [`${number.carrier} ${number.trackingNumber}`, number]),
    );
    this.orders.save(tx, merchantId, shop.id, telling.orderId, {
      orderId,
      cancelled: wanted.cancelled,
      told,
      numbersInUse: [...keyed.keys()],
    });
    for (const [key, number] of keyed)
      if (!known.numbersInUse.includes(key)) await this.refused.tellNumberInUse(tx, webhook, orderId, number);
    return 'applied';
  }
}
