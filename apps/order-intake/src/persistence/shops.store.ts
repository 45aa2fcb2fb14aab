import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';

export interface ShopRow {
  id: string;
  merchant_id: string;
  marketplace: string;
  domain: string;
  /** Under the merchant's key; null where the deployment's secret counts. */
  sealed_secrets: Buffer | null;
  registered_at: Date;
}

/** The directory of shops: without row-level security, since it is read before a merchant is known. */
@Injectable()
export class ShopsStore {
  async find(tx: Transaction, marketplace: string, domain: string): Promise<ShopRow | undefined> {
    const [row] = await tx.query<ShopRow>(
      'SELECT * FROM marketplace_shop WHERE marketplace = $1 AND domain = $2',
      [marketplace, domain],
    );
    return row;
  }

  ofMerchant(tx: Transaction, marketplace: string, merchantId: string): Promise<ShopRow[]> {
    return tx.query<ShopRow>(
      'SELECT * FROM marketplace_shop WHERE merchant_id = $1 AND marketplace = $2 ORDER BY domain',
      [merchantId, marketplace],
    );
  }

  /** Adds a shop; false where somebody has it, be it the same merchant. */
  async add(tx: Transaction, shop: ShopRow): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO marketplace_shop (id, merchant_id, marketplace, domain, sealed_secrets, registered_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (marketplace, domain) DO NOTHING RETURNING id`,
      [shop.id, shop.merchant_id, shop.marketplace, shop.domain, shop.sealed_secrets, shop.registered_at],
    );
    return rows.length > 0;
  }

  async changeSecrets(tx: Transaction, id: string, sealedSecrets: Buffer): Promise<void> {
    await tx.query('UPDATE marketplace_shop SET sealed_secrets = $2 WHERE id = $1', [id, sealedSecrets]);
  }
}
