import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { newStanding, type Standing } from '../poll-carriers/limits/allowance.ts';

/** What has come of asking a carrier, since he was asked first. */
export interface PollerFigures {
  readonly calls: number;
  readonly failed: number;
  readonly throttled: number;
  /** Payloads that told something new. */
  readonly changed: number;
  readonly unchanged: number;
  /** Items about numbers that nobody asked about. */
  readonly strangers: number;
  /** Epoch ms; null: never. */
  readonly answeredAt: number | null;
  readonly lastFault: { readonly at: number; readonly reason: string } | null;
}

export interface PollerRow {
  readonly standing: Standing;
  readonly figures: PollerFigures;
}

export const newFigures: PollerFigures = {
  calls: 0,
  failed: 0,
  throttled: 0,
  changed: 0,
  unchanged: 0,
  strangers: 0,
  answeredAt: null,
  lastFault: null,
};

/** The carriers who are asked, as all instances know them. Whoever takes or settles polls locks his carrier's row first. */
@Injectable()
export class PollerStore {
  /** Notes carriers who are asked for the first time. */
  add(tx: Transaction, names: readonly string[]): void {
    tx.execute(
      `INSERT INTO poller (name, standing, figures) SELECT name, $2::jsonb, $3::jsonb FROM unnest($1::text[]) AS given(name)
       ORDER BY name ON CONFLICT DO NOTHING`,
      [names, JSON.stringify(newStanding), JSON.stringify(newFigures)],
    );
  }

  /** @throws Error where it was never added */
  async lock(tx: Transaction, name: string): Promise<PollerRow> {
    const [row] = await tx.query<PollerRow>(
      'SELECT standing, figures FROM poller WHERE name = $1 FOR NO KEY UPDATE',
      [name],
    );
    if (!row) throw new Error(`nobody has noted that ${name} is polled`);
    return row;
  }

  save(tx: Transaction, name: string, { standing, figures }: PollerRow): void {
    tx.execute('UPDATE poller SET standing = $2, figures = $3 WHERE name = $1', [
      name,
      JSON.stringify(standing),
      JSON.stringify(figures),
    ]);
  }

  async find(tx: Transaction, names: readonly string[]): Promise<(PollerRow & { name: string })[]> {
    return tx.query('SELECT name, standing, figures FROM poller WHERE name = ANY($1) ORDER BY name', [names]);
  }

  /** For which carriers the numbers that were registered before have been taken up; null: for none. */
  async adoptedFor(tx: Transaction, name: string): Promise<string | null> {
    const [row] = await tx.query<{ adopted_for: string | null }>(
      'SELECT adopted_for FROM poller WHERE name = $1',
      [name],
    );
    return row?.adopted_for ?? null;
  }

  adopted(tx: Transaction, name: string, carriers: string): void {
    tx.execute('UPDATE poller SET adopted_for = $2 WHERE name = $1', [name, carriers]);
  }
}
