import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { Vault, type Person } from '../encryption/vault.ts';
import type { BuyerRow } from '../persistence/buyers.store.ts';
import { MerchantsStore } from '../persistence/merchants.store.ts';

type Sealed = Pick<BuyerRow, 'wrapped_key' | 'ciphertext'> & ({ buyer_id: string } | { id: string });

/** Decrypts who placed orders. */
@Injectable()
export class PeopleReader {
  constructor(
    private readonly merchants: MerchantsStore,
    private readonly vault: Vault,
  ) {}

  /** Gives the person of a row of this merchant: undefined where it was erased. The key is fetched once for all rows. */
  async read(
    tx: Transaction,
    merchantId: string,
    rows: readonly Sealed[],
  ): Promise<(row: Sealed) => Person | undefined> {
    if (rows.every((row) => row.wrapped_key === null)) return () => undefined;
    const merchantKey = await this.merchants.merchantKey(tx, merchantId);
    return (row) => {
      const { wrapped_key: wrappedKey, ciphertext } = row;
      if (wrappedKey === null || ciphertext === null) return undefined;
      const buyerId = 'buyer_id' in row ? row.buyer_id : row.id;
      return this.vault.openPerson(merchantKey, buyerId, { wrappedKey, ciphertext });
    };
  }
}
