import { Injectable } from '@nestjs/common';
import type { Instant } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';
import type { DueItem } from '@landfall/messaging';

/** When each merchant's scorecards are to be made again. */
@Injectable()
export class ReviewsStore {
  /**
   * Asks for a review of each merchant at `dueAt` at the latest. Called last in its transaction: the row is locked
   * until the commit, so that a review either sees what changed or is asked for again.
   */
  async request(tx: Transaction, merchantIds: Iterable<string>, dueAt: Instant): Promise<void> {
    const merchants = [...new Set(merchantIds)].sort();
    if (merchants.length === 0) return;
    await tx.query(
      `INSERT INTO scorecard_review AS known (merchant_id, next_review_at)
       SELECT id, $2::timestamptz FROM unnest($1::uuid[]) AS merchant(id) ORDER BY id
       ON CONFLICT (merchant_id) DO UPDATE SET next_review_at = EXCLUDED.next_review_at
       WHERE known.next_review_at IS NULL OR known.next_review_at > EXCLUDED.next_review_at`,
      [merchants, new Date(dueAt).toISOString()],
    );
  }

  /** The earliest review of the merchants that the transaction sees. */
  async earliest(tx: Transaction): Promise<Date | null> {
    const [row] = await tx.query<{ due: Date }>(
      `SELECT next_review_at AS due FROM scorecard_review
       WHERE next_review_at IS NOT NULL ORDER BY next_review_at LIMIT 1`,
    );
    return row?.due ?? null;
  }

  /** Locks reviews due at `now`, earliest first, leaving out those that another transaction holds. */
  async take(tx: Transaction, now: Date, limit: number): Promise<DueItem[]> {
    const rows = await tx.query<{ merchant_id: string; due: Date }>(
      `SELECT merchant_id, next_review_at AS due FROM scorecard_review
       WHERE next_review_at <= $1 ORDER BY next_review_at, merchant_id LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [now, limit],
    );
    return rows.map((row) => ({ merchantId: row.merchant_id, subject: row.merchant_id, dueAt: row.due }));
  }

  /** Sets a merchant's next review; null takes it off the schedule. */
  async schedule(tx: Transaction, merchantId: string, dueAt: Instant | null): Promise<void> {
    await tx.query('UPDATE scorecard_review SET next_review_at = $2 WHERE merchant_id = $1', [
      merchantId,
      dueAt === null ? null : new Date(dueAt).toISOString(),
    ]);
  }
}
