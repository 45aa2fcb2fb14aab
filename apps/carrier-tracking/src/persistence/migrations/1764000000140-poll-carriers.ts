import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * tracked_parcel.stage is how far a parcel is, as far as it decides how often its carriers are asked; null before that is
 * told. poll is a number that a carrier is asked about, whoever registered it; it is due at next_poll_at (null: never) unless
 * somebody holds it until lease_until. A lease that has run out is nobody's. poller is what all instances have to know
 * of a carrier who is asked; adopted_for are the carriers whose numbers, registered before, have been taken up.
 */
export class PollCarriers1764000000140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tracked_parcel ADD stage text;

      CREATE TABLE poller (
        name text COLLATE "C" PRIMARY KEY,
        standing jsonb NOT NULL,
        figures jsonb NOT NULL,
        adopted_for text
      ) WITH (fillfactor = 20);

      CREATE TABLE poll (
        poller text COLLATE "C" NOT NULL,
        carrier text COLLATE "C" NOT NULL,
        number text COLLATE "C" NOT NULL,
        stage text NOT NULL,
        next_poll_at timestamptz,
        lease_until timestamptz,
        lease uuid,
        attempts int NOT NULL DEFAULT 0,
        registered boolean NOT NULL DEFAULT false,
        heard_at timestamptz NOT NULL,
        ended_at timestamptz,
        answer_hash text,
        PRIMARY KEY (poller, carrier, number)
      ) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
      CREATE INDEX poll_due ON poll (poller, next_poll_at) WHERE next_poll_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE poll, poller; ALTER TABLE tracked_parcel DROP stage');
  }
}
