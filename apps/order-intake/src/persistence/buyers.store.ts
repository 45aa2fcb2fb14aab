import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { SealedPerson } from '../encryption/vault.ts';

export interface BuyerRow {
  id: string;
  /** Null once the buyer was erased. */
  wrapped_key: Buffer | null;
  ciphertext: Buffer | null;
  locale: string | null;
  consent_email: boolean | null;
  consent_sms: boolean | null;
}

/** Buyers of the merchants that the transaction sees. */
@Injectable()
export class BuyersStore {
  find(tx: Transaction, merchantId: string, ids: readonly string[]): Promise<BuyerRow[]> {
    return tx.query<BuyerRow>(
      `SELECT id, wrapped_key, ciphertext, locale, consent_email, consent_sms
       FROM buyer WHERE merchant_id = $1 AND id = ANY($2::uuid[]) ORDER BY id`,
      [merchantId, ids],
    );
  }

  /** Gives a buyer another person and language; one who was erased stays so. */
  change(
    tx: Transaction,
    merchantId: string,
    id: string,
    { wrappedKey, ciphertext }: SealedPerson,
    locale: string | null,
  ): void {
    tx.execute(
      `UPDATE buyer SET wrapped_key = $3, ciphertext = $4, locale = $5
       WHERE merchant_id = $1 AND id = $2 AND erased_at IS NULL`,
      [merchantId, id, wrappedKey, ciphertext, locale],
    );
  }

  /** Destroys the buyer's key and what it encrypted; tells whether there was anything to erase. */
  async erase(tx: Transaction, merchantId: string, id: string): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE buyer SET wrapped_key = NULL, ciphertext = NULL, erased_at = now()
       WHERE merchant_id = $1 AND id = $2 AND erased_at IS NULL RETURNING id`,
      [merchantId, id],
    );
    return rows.length > 0;
  }
}
