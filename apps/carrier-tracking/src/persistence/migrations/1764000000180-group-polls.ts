import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * poll_group are numbers of one carrier that are asked about together, in one call. numbers has a line for each, as
 * `textOf` writes it, and stands for what poll says of them while poll.group_id names the group; it is not compressed, as it is
 * written whole. every is the interval in ms that led to next_poll_at, null where none did; has_room: others with the same
 * one may join. poll.wanted_at has a number asked about no later than then, and is null again when a group sees to that.
 */
export class GroupPolls1764000000180 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX poll_due;
      ALTER TABLE poll RENAME next_poll_at TO wanted_at;
      ALTER TABLE poll DROP lease, DROP lease_until, DROP attempts, ADD group_id uuid;
      UPDATE poll SET answer_hash = left(answer_hash, 22);
      CREATE INDEX poll_wanted ON poll (poller, wanted_at) WHERE wanted_at IS NOT NULL;

      CREATE TABLE poll_group (
        id uuid PRIMARY KEY,
        poller text COLLATE "C" NOT NULL,
        carrier text COLLATE "C" NOT NULL,
        registered boolean NOT NULL,
        every float8,
        next_poll_at timestamptz NOT NULL,
        lease_until timestamptz,
        lease uuid,
        attempts int NOT NULL DEFAULT 0,
        size int NOT NULL,
        has_room boolean NOT NULL,
        numbers text STORAGE EXTERNAL NOT NULL
      ) WITH (fillfactor = 50, toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.05);
      CREATE INDEX poll_group_due ON poll_group (poller, registered, next_poll_at);
      CREATE INDEX poll_group_room ON poll_group (poller, carrier, registered, every, next_poll_at) WHERE has_room;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE poll SET wanted_at = least(wanted_at, next_poll_at), registered = poll_group.registered,
        heard_at = greatest(heard_at, to_timestamp(split_part(line, E'\\t', 3)::float8 / 1000)),
        answer_hash = nullif(split_part(line, E'\\t', 5), '')
      FROM poll_group, string_to_table(numbers, E'\\n') AS line
      WHERE poll.group_id = poll_group.id AND split_part(line, E'\\t', 1) = poll.number;
      DROP TABLE poll_group;
      DROP INDEX poll_wanted;
      ALTER TABLE poll RENAME wanted_at TO next_poll_at;
      ALTER TABLE poll DROP group_id, ADD lease uuid, ADD lease_until timestamptz, ADD attempts int NOT NULL DEFAULT 0;
      CREATE INDEX poll_due ON poll (poller, next_poll_at) WHERE next_poll_at IS NOT NULL;
    `);
  }
}
