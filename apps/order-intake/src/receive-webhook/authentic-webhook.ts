import type { Marketplace } from '../marketplaces/marketplace-file.ts';
import type { ShopRow } from '../persistence/shops.store.ts';

/** A webhook that its shop signed. */
export interface AuthenticWebhook {
  /** Follows from shop, delivery and body: WooCommerce gives two deliveries of one second the same id. */
  id: string;
  marketplace: Marketplace;
  shop: ShopRow;
  topic: string;
  triggeredAt: string | undefined;
  body: Buffer;
}
