import type { Transaction } from '@landfall/persistence';

/** Which merchants a service has heard of: row-level security shows due times of named merchants only. */
export class KnownMerchants {
  private readonly stored = new Set<string>();

  /** Remembers merchants, in the transaction that writes their rows. Costs nothing for those already known. */
  remember(tx: Transaction, merchants: readonly string[]): void {
    const fresh = merchants.filter((merchant) => !this.stored.has(merchant)).sort();
    if (fresh.length === 0) return;
    tx.execute('INSERT INTO known_merchant (merchant_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING', [
      fresh,
    ]);
    tx.afterCommit(() => {
      for (const merchant of fresh) this.stored.add(merchant);
    });
  }

  /** Lets the transaction see the rows of every known merchant. */
  async admitAll(tx: Transaction): Promise<void> {
    const rows = await tx.query<{ merchant_id: string }>('SELECT merchant_id FROM known_merchant');
    tx.admit(rows.map((row) => row.merchant_id));
  }
}
