import { messagingTablesSql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { replayClockTableSql } from '../../replay-clock/create-replay-clock-table.ts';

export class CreateConsole1764000000000 implements MigrationInterface {
  readonly name = 'CreateConsole1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(replayClockTableSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE replay_clock, outbox, outbox_shard, consumer_offset, processed_event, known_merchant, quarantine',
    );
  }
}
