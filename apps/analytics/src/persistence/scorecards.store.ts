import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { ScorecardFigures, ToldScorecard } from '../publish-scorecards/changed-scorecards.ts';

/** The last scorecard told of each subject. */
@Injectable()
export class ScorecardsStore {
  async load(tx: Transaction, merchantId: string): Promise<ToldScorecard[]> {
    return tx.query<ToldScorecard>(
      `SELECT scorecard_id AS "scorecardId", version::float8 AS version, told AS figures
       FROM scorecard WHERE merchant_id = $1 ORDER BY scorecard_id`,
      [merchantId],
    );
  }

  async write(
    tx: Transaction,
    merchantId: string,
    cards: readonly { scorecardId: string; version: number; figures: ScorecardFigures }[],
  ): Promise<void> {
    if (cards.length === 0) return;
    await tx.query(
      `INSERT INTO scorecard (scorecard_id, merchant_id, version, told)
       SELECT "scorecardId", $1, version, figures
       FROM jsonb_to_recordset($2::jsonb) AS card("scorecardId" uuid, version bigint, figures jsonb)
       ORDER BY "scorecardId"
       ON CONFLICT (scorecard_id) DO UPDATE SET version = EXCLUDED.version, told = EXCLUDED.told`,
      [merchantId, JSON.stringify(cards)],
    );
  }
}
