import { messagingTablesSql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { parcelStateTableSql } from '../workload/tables.ts';

/** The same tables as the pipe's, without row-level security. */
export class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(parcelStateTableSql);
  }

  async down(): Promise<void> {
    throw new Error('not undone: the schema is dropped after its run');
  }
}
