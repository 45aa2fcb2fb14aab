import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';

/** A sender's code to a merchant, by `codeKey`. */
export interface CodeOfMerchant {
  merchantId: string;
  sender: string;
  code: string;
}

/** A walk through a merchant's parcels that is locked. */
export interface OpenRemapping extends CodeOfMerchant {
  /** The parcel behind which it goes on; null: it has not begun. */
  after: string | null;
  dueAt: Date;
}

/** Which codes mean something else now, and how far their scans have been read anew. */
@Injectable()
export class RemappingStore {
  /** Begins a walk, from the beginning where one is under way. */
  begin(tx: Transaction, { merchantId, sender, code }: CodeOfMerchant, now: Date): void {
    tx.execute(
      `INSERT INTO remapping (merchant_id, sender, code, due_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (merchant_id, sender, code) DO UPDATE SET after = NULL, turn = DEFAULT, due_at = EXCLUDED.due_at`,
      [merchantId, sender, code, now],
    );
  }

  async earliest(tx: Transaction): Promise<Date | null> {
    const [row] = await tx.query<{ due: Date | null }>('SELECT min(due_at) AS due FROM remapping');
    return row?.due ?? null;
  }

  /** Locks what is next of that which is due; what another process holds is left to it. */
  async next(tx: Transaction, now: Date): Promise<OpenRemapping | undefined> {
    const [row] = await tx.query<OpenRemapping>(
      `SELECT merchant_id AS "merchantId", sender, code, after, due_at AS "dueAt"
       FROM remapping WHERE due_at <= $1 ORDER BY turn LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [now],
    );
    return row;
  }

  /** Goes on behind a parcel, when all others have had their turn. */
  goOn(tx: Transaction, { merchantId, sender, code }: CodeOfMerchant, after: string): void {
    tx.execute(
      `UPDATE remapping SET after = $4, turn = DEFAULT WHERE merchant_id = $1 AND sender = $2 AND code = $3`,
      [merchantId, sender, code, after],
    );
  }

  done(tx: Transaction, { merchantId, sender, code }: CodeOfMerchant): void {
    tx.execute('DELETE FROM remapping WHERE merchant_id = $1 AND sender = $2 AND code = $3', [
      merchantId,
      sender,
      code,
    ]);
  }
}
