import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Paced } from '../poll-carriers/pace/pace.ts';
import { firstStage, type Stage } from '../poll-carriers/pace/stage.ts';

/** A number that a carrier is asked about. */
export interface PollKey {
  readonly poller: string;
  /** Our key of the number's carrier. */
  readonly carrier: string;
  /** Normalised. */
  readonly number: string;
}

/** A poll that this process may make until its lease ends. */
export interface LeasedPoll extends PollKey, Paced {
  readonly lease: string;
  /** This one included, since the carrier was last understood. */
  readonly attempts: number;
  readonly registered: boolean;
  /** Of what was told last. */
  readonly hash: string | null;
}

/** What becomes of a poll that was leased. Instants are epoch milliseconds. */
export interface SettledPoll {
  readonly poll: LeasedPoll;
  /** Null: never again, unless something is heard of it. */
  readonly next: number | null;
  readonly attempts: number;
  readonly registered: boolean;
  /** Null: nothing new was told. */
  readonly told: { readonly hash: string; readonly at: number } | null;
}

/** Which polls are leased, and for how long. */
export interface LeaseOf {
  readonly poller: string;
  /** Our keys of the carriers whose numbers are asked about. */
  readonly carriers: readonly string[];
  readonly lease: string;
  readonly limit: number;
  readonly now: Date;
  readonly until: Date;
}

interface LeasedRow {
  carrier: string;
  number: string;
  stage: Stage;
  attempts: number;
  registered: boolean;
  heard: number;
  ended: number | null;
  hash: string | null;
}

/** Numbers that carriers are asked about, whoever registered them. */
@Injectable()
export class PollStore {
  /** Leases what is due, the longest waiting first; what somebody else has locked is left out. */
  async lease(
    tx: Transaction,
    { poller, carriers, lease, limit, now, until }: LeaseOf,
  ): Promise<LeasedPoll[]> {
    const rows = await tx.query<LeasedRow>(
      `UPDATE poll SET lease = $2, lease_until = $5, attempts = attempts + 1
       WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM poll
         WHERE poller = $1 AND next_poll_at <= $4 AND (lease_until IS NULL OR lease_until <= $4)
           AND carrier = ANY($6)
         ORDER BY next_poll_at LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED))
       RETURNING carrier, number, stage, attempts, registered, date_part('epoch', heard_at) * 1000 AS heard,
         date_part('epoch', ended_at) * 1000 AS ended, answer_hash AS hash`,
      [poller, lease, limit, now, until, carriers],
    );
    return rows.map(({ heard, ended, ...row }) => ({
      poller,
      lease,
      heardAt: heard,
      endedAt: ended,
      ...row,
    }));
  }

  /**
   * Ends leases; one that has been taken by somebody else meanwhile stays his. Where a poll's stage has changed since it was
   * leased it is due as its new stage wants it.
   */
  settle(tx: Transaction, settled: readonly SettledPoll[]): void {
    if (settled.length === 0) return;
    tx.execute(
      `UPDATE poll SET lease = NULL, lease_until = NULL, attempts = done.attempts, registered = done.registered,
         next_poll_at = CASE WHEN poll.stage = done.stage THEN to_timestamp(done.next / 1000)
           ELSE least(poll.next_poll_at, to_timestamp(done.next / 1000)) END,
         answer_hash = coalesce(done.hash, answer_hash),
         heard_at = greatest(heard_at, to_timestamp(done.heard / 1000))
       FROM json_to_recordset($1::json) AS done(poller text, carrier text, number text, lease uuid, stage text,
         next float8, attempts int, registered boolean, hash text, heard float8)
       WHERE poll.poller = done.poller AND poll.carrier = done.carrier AND poll.number = done.number
         AND poll.lease = done.lease`,
      [JSON.stringify(settled.map(rowOf))],
    );
  }

  /** Ends leases of polls that were not made: they are due as before. */
  release(tx: Transaction, polls: readonly LeasedPoll[]): void {
    if (polls.length === 0) return;
    tx.execute(
      `UPDATE poll SET lease = NULL, lease_until = NULL, attempts = greatest(0, poll.attempts - 1)
       FROM json_to_recordset($1::json) AS left_over(poller text, carrier text, number text, lease uuid)
       WHERE poll.poller = left_over.poller AND poll.carrier = left_over.carrier AND poll.number = left_over.number
         AND poll.lease = left_over.lease`,
      [
        JSON.stringify(
          polls.map(({ poller, carrier, number, lease }) => ({ poller, carrier, number, lease })),
        ),
      ],
    );
  }

  /** Notes numbers that somebody is to be asked about; those that are known stay as they are. */
  add(tx: Transaction, polls: readonly (PollKey & { readonly dueAt: Date })[], now: Date): void {
    tx.execute(
      `INSERT INTO poll (poller, carrier, number, stage, next_poll_at, heard_at)
       SELECT poller, carrier, number, '${firstStage}', "dueAt", $2::timestamptz
       FROM json_to_recordset($1::json) AS fresh(poller text, carrier text, number text, "dueAt" timestamptz)
       ORDER BY poller COLLATE "C", carrier COLLATE "C", number COLLATE "C" ON CONFLICT DO NOTHING`,
      [JSON.stringify(polls), now],
    );
  }

  /** Locks polls, those that there are, in the order of their keys. */
  async lock(tx: Transaction, keys: readonly PollKey[]): Promise<(PollKey & { stage: Stage })[]> {
    return tx.query(
      `SELECT poller, carrier, number, stage FROM poll
       WHERE (poller, carrier, number) IN (
         SELECT * FROM json_to_recordset($1::json) AS wanted(poller text, carrier text, number text))
       ORDER BY poller, carrier, number FOR NO KEY UPDATE`,
      [JSON.stringify(keys)],
    );
  }

  /** Gives polls that are locked a new stage, at which they are due no later than `dueAt`. */
  restage(
    tx: Transaction,
    changes: readonly (PollKey & { readonly stage: Stage; readonly dueAt: Date })[],
    now: Date,
  ): void {
    tx.execute(
      `UPDATE poll SET stage = fresh.stage, heard_at = greatest(heard_at, $2),
         ended_at = CASE WHEN fresh.stage = 'ended' THEN $2::timestamptz END,
         next_poll_at = least(next_poll_at, fresh."dueAt")
       FROM json_to_recordset($1::json) AS fresh(poller text, carrier text, number text, stage text, "dueAt" timestamptz)
       WHERE poll.poller = fresh.poller AND poll.carrier = fresh.carrier AND poll.number = fresh.number`,
      [JSON.stringify(changes), now],
    );
  }

  /** The stages of all parcels with the numbers; the transaction sees their merchants. */
  async stagesOf(
    tx: Transaction,
    numbers: readonly string[],
  ): Promise<{ carrier: string; number: string; stage: Stage | null }[]> {
    return tx.query(
      `SELECT carrier_key AS carrier, number, stage
       FROM registration LEFT JOIN tracked_parcel USING (merchant_id, parcel_id) WHERE number = ANY($1)`,
      [numbers],
    );
  }
}

const rowOf = ({ poll, next, attempts, registered, told }: SettledPoll): object => ({
  poller: poll.poller,
  carrier: poll.carrier,
  number: poll.number,
  lease: poll.lease,
  stage: poll.stage,
  next,
  attempts,
  registered,
  hash: told?.hash ?? null,
  heard: told?.at ?? null,
});
