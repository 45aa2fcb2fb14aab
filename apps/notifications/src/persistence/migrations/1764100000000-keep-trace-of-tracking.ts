import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The trace of a parcel's last state, for messages that are decided on when its registration comes later. */
export class KeepTraceOfTracking1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE parcel ADD tracking_trace jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE parcel DROP tracking_trace');
  }
}
