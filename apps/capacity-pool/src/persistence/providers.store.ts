import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Provider } from '../pool/provider.ts';

const columns = 'id, external_id AS "externalId", name, created_at AS "createdAt"';

/** A merchant's providers. */
@Injectable()
export class ProvidersStore {
  /** Tells whether it was added: false where the merchant has one of that external id. */
  async add(tx: Transaction, merchantId: string, provider: Provider): Promise<boolean> {
    const added = await tx.query(
      `INSERT INTO provider (merchant_id, id, external_id, name, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (merchant_id, external_id) DO NOTHING RETURNING id`,
      [merchantId, provider.id, provider.externalId, provider.name, provider.createdAt],
    );
    return added.length === 1;
  }

  async find(tx: Transaction, merchantId: string, id: string): Promise<Provider | undefined> {
    const [provider] = await tx.query<Provider>(
      `SELECT ${columns} FROM provider WHERE merchant_id = $1 AND id = $2`,
      [merchantId, id],
    );
    return provider;
  }

  /** At most `limit` providers in the order of their ids, after one of them where it is given. */
  list(tx: Transaction, merchantId: string, limit: number, after: string | undefined): Promise<Provider[]> {
    return tx.query<Provider>(
      `SELECT ${columns} FROM provider WHERE merchant_id = $1 AND ($3::uuid IS NULL OR id > $3)
       ORDER BY id LIMIT $2`,
      [merchantId, limit, after ?? null],
    );
  }
}
