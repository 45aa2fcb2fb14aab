import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a parcel's row says in JSON is written and read whole with every scan: as text, which Postgres need not take apart and put together
 * again. Rewrites the table under an exclusive lock.
 */
export class KeepParcelsAsTold1764000000260 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return keepAs(runner, 'json');
  }

  down(runner: QueryRunner): Promise<void> {
    return keepAs(runner, 'jsonb');
  }
}

const columns = ['registration', 'state', 'known_exceptions', 'counted', 'estimate'];

const keepAs = async (runner: QueryRunner, type: 'json' | 'jsonb'): Promise<void> => {
  const changes = columns.map((column) => `ALTER ${column} TYPE ${type} USING ${column}::${type}`);
  await runner.query(`
    ALTER TABLE parcel ALTER known_exceptions DROP DEFAULT, ${changes.join(', ')},
      ALTER known_exceptions SET DEFAULT '[]'`);
};
