import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Figures } from '../pool/verification.ts';

/** The last scorecard of a subject. */
export interface StoredFigures {
  merchantId: string;
  version: number;
  figures: Figures;
}

/** What analytics told of routes and lanes. */
@Injectable()
export class VerifiedFiguresStore {
  /** Owner and version of the known ones of these cards, locked in the order of their ids. */
  async lock(
    tx: Transaction,
    scorecardIds: readonly string[],
  ): Promise<Map<string, Omit<StoredFigures, 'figures'>>> {
    const rows = await tx.query<{ id: string; merchantId: string; version: number }>(
      `SELECT scorecard_id AS id, merchant_id AS "merchantId", version::float8 AS version
       FROM verified_figures WHERE scorecard_id = ANY($1::uuid[]) ORDER BY scorecard_id FOR UPDATE`,
      [[...scorecardIds].sort()],
    );
    return new Map(rows.map(({ id, ...row }) => [id, row]));
  }

  /** Fails with SQLSTATE 42501 where a card is another merchant's. */
  async write(tx: Transaction, cards: readonly StoredFigures[]): Promise<void> {
    const rows = cards.map(({ merchantId, version, figures }) => ({
      scorecard_id: figures.scorecardId,
      merchant_id: merchantId,
      version,
      by: figures.by,
      subject: figures.subject,
      figures,
    }));
    await tx.query(
      `INSERT INTO verified_figures AS known (scorecard_id, merchant_id, version, by, subject, figures)
       SELECT scorecard_id, merchant_id, version, by, subject, figures
       FROM jsonb_to_recordset($1::jsonb) AS told(scorecard_id uuid, merchant_id uuid, version bigint, by text,
         subject text, figures jsonb)
       ORDER BY scorecard_id
       ON CONFLICT (scorecard_id) DO UPDATE SET version = EXCLUDED.version, by = EXCLUDED.by,
         subject = EXCLUDED.subject, figures = EXCLUDED.figures
       WHERE known.version < EXCLUDED.version`,
      [JSON.stringify(rows)],
    );
  }

  /** The cards of these routes, by subject: our ids and the merchant's own names. */
  async ofRoutes(
    tx: Transaction,
    merchantId: string,
    routes: readonly { id: string; externalId: string }[],
  ): Promise<Map<string, Figures>> {
    const rows = await tx.query<{ figures: Figures }>(
      `SELECT figures FROM verified_figures WHERE merchant_id = $1 AND by = 'route' AND subject = ANY($2::text[])`,
      [merchantId, routes.flatMap(({ id, externalId }) => [id, externalId])],
    );
    return new Map(rows.map(({ figures }) => [figures.subject, figures]));
  }

  /** The cards of all lanes of a merchant. */
  async ofLanes(tx: Transaction, merchantId: string): Promise<Figures[]> {
    const rows = await tx.query<{ figures: Figures }>(
      `SELECT figures FROM verified_figures WHERE merchant_id = $1 AND by = 'lane' ORDER BY subject`,
      [merchantId],
    );
    return rows.map(({ figures }) => figures);
  }
}
