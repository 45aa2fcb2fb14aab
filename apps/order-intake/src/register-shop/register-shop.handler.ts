import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { Clock, conflict, validationFailed } from '@landfall/service-kit';
import { v7 } from 'uuid';
import type { Marketplace } from '../marketplaces/marketplace-file.ts';
import { ShopsStore, type ShopRow } from '../persistence/shops.store.ts';
import { ShopSecrets } from '../receive-webhook/shop-secrets.ts';
import type { RegisterShopRequest } from './shop.request.ts';

export interface RegisteredShop {
  shop: ShopRow;
  /** False where the merchant had registered it before. */
  isNew: boolean;
}

/** Says which merchant's orders a shop's webhooks tell. */
@Injectable()
export class RegisterShopHandler {
  constructor(
    private readonly shops: ShopsStore,
    private readonly secrets: ShopSecrets,
    private readonly clock: Clock,
  ) {}

  /**
   * The same shop again changes nothing but the secrets, where it brings some. Throws ProblemError 400
   * `validation_failed`, naming the field, and 409 `shop_registered` where it is another merchant's.
   */
  async register(
    tx: Transaction,
    merchantId: string,
    marketplace: Marketplace,
    { domain: given, secrets }: RegisterShopRequest,
  ): Promise<RegisteredShop> {
    const { file, name } = marketplace;
    const domain = marketplace.shopOf(given);
    if (domain === undefined)
      throw validationFailed([
        { pointer: '/domain', detail: `must be a shop of ${name}, such as ${file.shops.example}` },
      ]);
    const known = await this.shops.find(tx, name, domain);
    if (!secrets && !known && file.secrets === 'of the shop')
      throw validationFailed([
        { pointer: '/secrets', detail: `is required: each shop of ${name} signs with a secret of its own` },
      ]);
    if (known) return this.again(tx, merchantId, known, secrets);
    const id = v7();
    const shop: ShopRow = {
      id,
      merchant_id: merchantId,
      marketplace: name,
      domain,
      sealed_secrets: secrets ? await this.secrets.seal(tx, merchantId, id, secrets) : null,
      registered_at: this.clock.now(),
    };
    if (await this.shops.add(tx, shop)) return { shop, isNew: true };
    const other = await this.shops.find(tx, name, domain);
    if (!other) throw new Error('a shop was neither added nor there');
    return this.again(tx, merchantId, other, secrets);
  }

  private async again(
    tx: Transaction,
    merchantId: string,
    shop: ShopRow,
    secrets: readonly string[] | undefined,
  ): Promise<RegisteredShop> {
    if (shop.merchant_id !== merchantId)
      throw conflict('shop_registered', 'Another merchant has registered this shop.');
    if (!secrets) return { shop, isNew: false };
    const sealed = await this.secrets.seal(tx, merchantId, shop.id, secrets);
    await this.shops.changeSecrets(tx, shop.id, sealed);
    return { shop: { ...shop, sealed_secrets: sealed }, isNew: false };
  }
}
