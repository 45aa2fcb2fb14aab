import type pg from 'pg';
import { measured, type Measured } from './measured.ts';

/**
 * The usual quantiles of each route, provider and lane in a stage, by the database alone from the table of stays.
 * @param expected how many there must be
 */
export async function quantiles(admin: pg.Client, expected: number, postgres: number): Promise<Measured> {
  await admin.query('DROP TABLE IF EXISTS quantile');
  await admin.query('CHECKPOINT');
  const figures = await measured(postgres, async () => {
    await admin.query(`
      CREATE TABLE quantile AS
      SELECT merchant_id, lane, stage, provider, route,
        percentile_cont(ARRAY[0.1, 0.5, 0.9, 0.999]) WITHIN GROUP (ORDER BY hours) AS hours
      FROM stay GROUP BY GROUPING SETS ((merchant_id, lane, stage, provider, route),
        (merchant_id, lane, stage, provider), (merchant_id, lane, stage))`);
  });
  const { rows } = await admin.query<{ count: number }>('SELECT count(*)::int AS count FROM quantile');
  if (rows[0]?.count !== expected) throw new Error(`${rows[0]?.count} quantiles, not ${expected}`);
  return figures;
}
