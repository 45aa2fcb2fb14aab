import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { open, seal } from '../encryption/envelope.ts';
import { MerchantsStore } from '../persistence/merchants.store.ts';
import type { ShopRow } from '../persistence/shops.store.ts';

/** The secrets with which a shop signs, under its merchant's key. */
@Injectable()
export class ShopSecrets {
  constructor(private readonly merchants: MerchantsStore) {}

  async seal(
    tx: Transaction,
    merchantId: string,
    shopId: string,
    secrets: readonly string[],
  ): Promise<Buffer> {
    const key = await this.merchants.merchantKey(tx, merchantId);
    return seal(key, Buffer.from(JSON.stringify(secrets)), contextOf(shopId));
  }

  /** None where the shop brought none. */
  async open(
    tx: Transaction,
    { id, merchant_id: merchantId, sealed_secrets: sealed }: ShopRow,
  ): Promise<string[]> {
    if (sealed === null) return [];
    const key = await this.merchants.merchantKey(tx, merchantId);
    return JSON.parse(open(key, sealed, contextOf(id)).toString('utf8')) as string[];
  }
}

const contextOf = (shopId: string): string => `secrets of shop ${shopId}`;
