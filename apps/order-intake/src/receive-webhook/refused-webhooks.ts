import { Injectable } from '@nestjs/common';
import { Outbox, Quarantine, type QuarantinedRecord } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock } from '@landfall/service-kit';
import { seal } from '../encryption/envelope.ts';
import { MerchantsStore } from '../persistence/merchants.store.ts';
import type { TrackingNumber } from '../persistence/parcels.store.ts';
import type { AuthenticWebhook } from './authentic-webhook.ts';

/** Keeps what webhooks told and could not be applied, and tells of it; bodies hold persons and are sealed. */
@Injectable()
export class RefusedWebhooks {
  constructor(
    private readonly merchants: MerchantsStore,
    private readonly quarantine: Quarantine,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** @param detail says what is wrong without a word of the body */
  async keep(
    tx: Transaction,
    { id, shop, topic, body }: AuthenticWebhook,
    reason: 'not_understood' | 'cannot_be_applied',
    detail: string,
  ): Promise<void> {
    const key = await this.merchants.merchantKey(tx, shop.merchant_id);
    await this.tell(tx, {
      ...ofShop(shop),
      identity: ['marketplace webhook', id],
      reason,
      detail,
      headers: { marketplace: shop.marketplace, shop: shop.domain, topic },
      body: seal(key, body, `webhook ${id}`),
    });
  }

  /** A parcel or a number of a parcel is missing, because an active parcel of another order has the number. */
  async tellNumberInUse(
    tx: Transaction,
    { shop, topic }: AuthenticWebhook,
    orderId: string,
    { carrier, trackingNumber }: TrackingNumber,
  ): Promise<void> {
    await this.tell(tx, {
      ...ofShop(shop),
      identity: ['marketplace number', orderId, carrier, trackingNumber],
      reason: 'tracking_number_in_use',
      detail: `Order ${orderId} has no parcel with ${trackingNumber} of ${carrier}: an active parcel of another order has it.`,
      headers: { marketplace: shop.marketplace, shop: shop.domain, topic },
      body: null,
    });
  }

  private async tell(tx: Transaction, record: QuarantinedRecord): Promise<void> {
    const now = this.clock.now();
    this.outbox.append(tx, now, [await this.quarantine.keep(tx, now, record)]);
  }
}

const ofShop = ({ merchant_id: merchantId, domain }: AuthenticWebhook['shop']) => ({
  merchantId,
  topic: null,
  partition: null,
  offset: null,
  key: domain,
});
