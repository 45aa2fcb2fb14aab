import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';

/** Codes that stand in no mapping file, by sender: how often new scans had them, and when last. */
@Injectable()
export class UnknownCodeStore {
  count(tx: Transaction, now: Date, codes: readonly { sender: string; code: string }[]): void {
    if (codes.length === 0) return;
    tx.execute(
      `INSERT INTO unknown_code (sender, code, seen, last_seen_at)
       SELECT sender, code, count(*), $2 FROM jsonb_to_recordset($1::jsonb) AS scan(sender text, code text)
       GROUP BY sender, code ORDER BY sender, code
       ON CONFLICT (sender, code) DO UPDATE SET
         seen = unknown_code.seen + EXCLUDED.seen, last_seen_at = EXCLUDED.last_seen_at`,
      [JSON.stringify(codes), now],
    );
  }
}
