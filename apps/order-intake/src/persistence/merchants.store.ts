import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { forbidden } from '@landfall/service-kit';
import { Vault } from '../encryption/vault.ts';

export interface ApiKeyRow {
  id: string;
  merchant_id: string;
  scopes: string[];
  revoked: boolean;
}

/** The directory of merchants and their keys: without row-level security, since it is read before a merchant is known. */
@Injectable()
export class MerchantsStore {
  constructor(private readonly vault: Vault) {}

  /** The merchant's own key, opened. Throws ProblemError 403 `unknown_merchant`. */
  async merchantKey(tx: Transaction, merchantId: string): Promise<Buffer> {
    const [row] = await tx.query<{ wrapped_key: Buffer }>('SELECT wrapped_key FROM merchant WHERE id = $1', [
      merchantId,
    ]);
    if (!row) throw forbidden('The merchant of this API key does not exist.', 'unknown_merchant');
    return this.vault.merchantKey(merchantId, row.wrapped_key);
  }

  /** Changes of the directory take turns until the transaction ends. */
  async lockDirectory(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('order-intake merchants', 0))`);
  }

  /** Adds a merchant unless there is one with this id. */
  async add(tx: Transaction, id: string, name: string): Promise<void> {
    await tx.query(
      `INSERT INTO merchant (id, name, wrapped_key) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`,
      [id, name, this.vault.newMerchantKey(id)],
    );
  }

  /** Adds a key, or gives the one that is there these scopes. */
  async putKey(
    tx: Transaction,
    key: { id: string; merchantId: string; hash: Buffer; scopes: readonly string[]; label: string },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO api_key (id, merchant_id, key_hash, scopes, label) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (key_hash) DO UPDATE SET scopes = EXCLUDED.scopes`,
      [key.id, key.merchantId, key.hash, key.scopes, key.label],
    );
  }

  /** The key of this hash, in use or revoked. */
  async findKey(tx: Transaction, keyHash: Buffer): Promise<ApiKeyRow | undefined> {
    const [row] = await tx.query<ApiKeyRow>(
      'SELECT id, merchant_id, scopes, revoked_at IS NOT NULL AS revoked FROM api_key WHERE key_hash = $1',
      [keyHash],
    );
    return row;
  }

  /** Tells whether there was such a key in use. */
  async revokeKey(tx: Transaction, keyHash: Buffer): Promise<boolean> {
    const rows = await tx.query(
      'UPDATE api_key SET revoked_at = now() WHERE key_hash = $1 AND revoked_at IS NULL RETURNING id',
      [keyHash],
    );
    return rows.length > 0;
  }
}
