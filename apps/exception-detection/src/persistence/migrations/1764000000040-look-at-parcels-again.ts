import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Since the whole catalogue is watched, the fold keeps more of a parcel's scans: parcels that are not done with become due at
 * once, are folded anew, and get the exceptions that nobody looked for before. Writes each of their rows once.
 */
export class LookAtParcelsAgain1764000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE parcel SET next_due_at = 'epoch'
      WHERE registration IS NOT NULL AND status NOT IN ('delivered', 'cancelled')`);
  }

  /** An older service folds anew what it cannot go on from. */
  async down(): Promise<void> {}
}
