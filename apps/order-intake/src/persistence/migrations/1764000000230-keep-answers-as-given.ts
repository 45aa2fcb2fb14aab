import { keepAnswersAsGivenSql, keepAnswersTakenApartSql } from '@landfall/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answers under an Idempotency-Key are kept as they were given. */
export class KeepAnswersAsGiven1764000000230 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(keepAnswersAsGivenSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(keepAnswersTakenApartSql);
  }
}
