import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What left at each look of the last day is remembered in place of a fading sum. Rewrites a row a merchant. */
export class SeeEachLook1764000000240 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return rewriteDeficits(runner, `(deficit - 'recent') || '{"lately": []}'`);
  }

  down(runner: QueryRunner): Promise<void> {
    return rewriteDeficits(runner, `(deficit - 'lately') || '{"recent": {"observed": 0, "expected": 0}}'`);
  }
}

const rewriteDeficits = async (runner: QueryRunner, as: string): Promise<void> => {
  await runner.query(`
    UPDATE incident_watch SET memory = jsonb_set(memory, '{deficits}', (
      SELECT coalesce(jsonb_object_agg(name, ${as}), '{}') FROM jsonb_each(memory->'deficits') AS known(name, deficit)))
    WHERE memory ? 'deficits'`);
};
