import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Fate, Group } from '../poll-carriers/groups/group.ts';
import { numbersOf, textOf } from './group-numbers.ts';

/** A group that this process may ask about until its lease ends. */
export interface LeasedGroup extends Group {
  readonly lease: string;
  /** This one included, since the carrier was last understood. */
  readonly attempts: number;
}

/** A group that is due, as far as it matters for what goes into one call. */
export interface DueGroup {
  readonly id: string;
  readonly size: number;
  readonly attempts: number;
}

/** Which groups are looked for. */
export interface DueOf {
  readonly poller: string;
  /** Our keys of the carriers whose numbers are asked about. */
  readonly carriers: readonly string[];
  readonly registered: boolean;
  readonly now: Date;
  readonly limit: number;
}

/** How a group is from now on; nobody holds it. */
export interface ChangedGroup extends Omit<Group, 'numbers'> {
  readonly size: number;
  readonly hasRoom: boolean;
  /** Null: as they are stored. */
  readonly numbers: Group['numbers'] | null;
}

/** Which groups others may join: those that are asked at an instant which is right for them. */
export type RoomFor = Pick<Fate, 'registered' | 'from' | 'to'> & {
  readonly carrier: string;
  readonly every: number;
  /** How many groups at most. */
  readonly limit: number;
};

type Row = Omit<Group, 'numbers'> & { numbers: string };

const columns = `id, carrier, registered, attempts, every, date_part('epoch', next_poll_at) * 1000 AS "dueAt", numbers`;

/** Numbers that are asked about together. Whoever uses them has locked his carrier's row in `poller`. */
@Injectable()
export class PollGroupStore {
  /** Groups that are due and that nobody holds, the longest waiting first. */
  async due(tx: Transaction, { poller, carriers, registered, now, limit }: DueOf): Promise<DueGroup[]> {
    return tx.query(
      `SELECT id, size, attempts FROM poll_group
       WHERE poller = $1 AND registered = $2 AND next_poll_at <= $3 AND (lease_until IS NULL OR lease_until <= $3)
         AND carrier = ANY($4)
       ORDER BY next_poll_at LIMIT $5`,
      [poller, registered, now, carriers, limit],
    );
  }

  async lease(
    tx: Transaction,
    ids: readonly string[],
    { lease, until }: { lease: string; until: Date },
  ): Promise<LeasedGroup[]> {
    const rows = await tx.query<Row>(
      `UPDATE poll_group SET lease = $2, lease_until = $3, attempts = attempts + 1 WHERE id = ANY($1) RETURNING ${columns}`,
      [ids, lease, until],
    );
    return rows.map((row) => ({ ...groupOf(row), lease }));
  }

  /** Of groups that were leased the ids of those that have not been taken by somebody else, or changed, meanwhile. */
  async held(tx: Transaction, groups: readonly LeasedGroup[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM poll_group WHERE (id, lease) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
      [groups.map(({ id }) => id), groups.map(({ lease }) => lease)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Ends leases of groups that were not asked about: they are due as before. */
  release(tx: Transaction, groups: readonly LeasedGroup[]): void {
    if (groups.length === 0) return;
    tx.execute(
      `UPDATE poll_group SET lease = NULL, lease_until = NULL, attempts = greatest(0, attempts - 1)
       WHERE (id, lease) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
      [groups.map(({ id }) => id), groups.map(({ lease }) => lease)],
    );
  }

  async find(tx: Transaction, ids: readonly string[]): Promise<Group[]> {
    if (ids.length === 0) return [];
    const rows = await tx.query<Row>(`SELECT ${columns} FROM poll_group WHERE id = ANY($1)`, [ids]);
    return rows.map(groupOf);
  }

  async withRoom(tx: Transaction, poller: string, sought: readonly RoomFor[]): Promise<Group[]> {
    if (sought.length === 0) return [];
    const rows = await tx.query<Row>(
      `SELECT DISTINCT ON (id) ${columns}
       FROM (
         SELECT room.* FROM json_to_recordset($2::json)
           AS sought(carrier text, registered boolean, every float8, "from" float8, "to" float8, "limit" int),
         LATERAL (
           SELECT * FROM poll_group
           WHERE poller = $1 AND carrier = sought.carrier AND registered = sought.registered AND every = sought.every
             AND has_room AND lease IS NULL
             AND next_poll_at BETWEEN to_timestamp(sought."from" / 1000) AND to_timestamp(sought."to" / 1000)
           ORDER BY next_poll_at LIMIT sought."limit") AS room) AS rooms
       ORDER BY id`,
      [poller, JSON.stringify(sought)],
    );
    return rows.map(groupOf);
  }

  /** Ends the leases of groups and changes them. */
  save(tx: Transaction, groups: readonly ChangedGroup[]): void {
    if (groups.length === 0) return;
    tx.execute(
      `UPDATE poll_group SET lease = NULL, lease_until = NULL, registered = changed.registered, attempts = changed.attempts,
         every = changed.every, next_poll_at = changed.due_at, size = changed.size, has_room = changed.has_room,
         numbers = coalesce(changed.numbers, poll_group.numbers)
       FROM ${given('changed')} WHERE poll_group.id = changed.id AND poll_group.id = ANY($1)`,
      parametersOf(groups),
    );
  }

  add(tx: Transaction, poller: string, groups: readonly ChangedGroup[]): void {
    if (groups.length === 0) return;
    tx.execute(
      `INSERT INTO poll_group (id, poller, carrier, registered, attempts, every, next_poll_at, size, has_room, numbers)
       SELECT id, $10, carrier, registered, attempts, every, due_at, size, has_room, numbers FROM ${given('fresh')}`,
      [...parametersOf(groups), poller],
    );
  }

  remove(tx: Transaction, ids: readonly string[]): void {
    if (ids.length === 0) return;
    tx.execute('DELETE FROM poll_group WHERE id = ANY($1)', [ids]);
  }
}

const given = (name: string): string =>
  `unnest($1::uuid[], $2::text[], $3::boolean[], $4::int[], $5::float8[], $6::timestamptz[], $7::int[], $8::boolean[], $9::text[])
     AS ${name}(id, carrier, registered, attempts, every, due_at, size, has_room, numbers)`;

const parametersOf = (groups: readonly ChangedGroup[]): unknown[][] => [
  groups.map(({ id }) => id),
  groups.map(({ carrier }) => carrier),
  groups.map(({ registered }) => registered),
  groups.map(({ attempts }) => attempts),
  groups.map(({ every }) => every),
  groups.map(({ dueAt }) => new Date(dueAt).toISOString()),
  groups.map(({ size }) => size),
  groups.map(({ hasRoom }) => hasRoom),
  groups.map(({ numbers }) => numbers && textOf(numbers)),
];

const groupOf = (row: Row): Group => ({ ...row, numbers: numbersOf(row.numbers) });
