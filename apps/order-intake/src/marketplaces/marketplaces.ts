import { checkMarketplace, type Marketplace } from './marketplace-file.ts';
import shopify from './shopify.marketplace.json' with { type: 'json' };
import woocommerce from './woocommerce.marketplace.json' with { type: 'json' };

/** Every marketplace that has a file, by name. A wrong file keeps the service from starting. */
export const marketplaces: ReadonlyMap<string, Marketplace> = new Map(
  [shopify, woocommerce].map(checkMarketplace).map((marketplace) => [marketplace.name, marketplace]),
);
