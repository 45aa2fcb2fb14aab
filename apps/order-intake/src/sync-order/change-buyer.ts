import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { Vault, type Person } from '../encryption/vault.ts';
import { BuyersStore } from '../persistence/buyers.store.ts';
import { MerchantsStore } from '../persistence/merchants.store.ts';

/** Keeps who placed an order as it was told last, encrypted; a buyer who was erased stays erased. */
@Injectable()
export class ChangeBuyer {
  constructor(
    private readonly merchants: MerchantsStore,
    private readonly buyers: BuyersStore,
    private readonly vault: Vault,
  ) {}

  async change(
    tx: Transaction,
    merchantId: string,
    buyerId: string,
    person: Person,
    locale: string | null,
  ): Promise<void> {
    const merchantKey = await this.merchants.merchantKey(tx, merchantId);
    this.buyers.change(tx, merchantId, buyerId, this.vault.sealPerson(merchantKey, buyerId, person), locale);
  }
}
