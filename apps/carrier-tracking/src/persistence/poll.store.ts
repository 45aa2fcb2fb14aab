import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { firstStage, type Stage } from '../poll-carriers/pace/stage.ts';

/** A number that a carrier is asked about. */
export interface PollKey {
  readonly poller: string;
  /** Our key of the number's carrier. */
  readonly carrier: string;
  /** Normalised. */
  readonly number: string;
}

/** A number that a carrier must be asked about, no later than at an instant. */
export interface WantedPoll {
  readonly carrier: string;
  readonly number: string;
  readonly stage: Stage;
  /** Instants are epoch milliseconds. */
  readonly heardAt: number;
  readonly endedAt: number | null;
  readonly wantedAt: number;
  /** The group that it is in; null: none, and what follows is how things stand. */
  readonly groupId: string | null;
  readonly registered: boolean;
  readonly hash: string | null;
}

/** Where a number is from now on. */
export interface PlacedPoll {
  readonly carrier: string;
  readonly number: string;
  readonly groupId: string;
}

/** A number that is in no group any more, and what is known of it. */
export interface EndedPoll {
  readonly carrier: string;
  readonly number: string;
  readonly registered: boolean;
  /** Epoch ms. */
  readonly heardAt: number;
  readonly hash: string | null;
}

/** Numbers that carriers are asked about, whoever registered them. */
@Injectable()
export class PollStore {
  /**
   * Locks numbers that must be asked about, the most urgent first. Left out is what somebody else has locked, and what is
   * being asked about.
   */
  async lockWanted(
    tx: Transaction,
    { poller, now, limit }: { poller: string; now: Date; limit: number },
  ): Promise<WantedPoll[]> {
    return tx.query(
      `SELECT poll.carrier, number, stage, date_part('epoch', heard_at) * 1000 AS "heardAt",
         date_part('epoch', ended_at) * 1000 AS "endedAt", date_part('epoch', wanted_at) * 1000 AS "wantedAt",
         group_id AS "groupId", poll.registered, answer_hash AS hash
       FROM poll LEFT JOIN poll_group ON poll_group.id = group_id
       WHERE poll.poller = $1 AND wanted_at IS NOT NULL AND (lease_until IS NULL OR lease_until <= $2)
       ORDER BY wanted_at LIMIT $3 FOR NO KEY UPDATE OF poll SKIP LOCKED`,
      [poller, now, limit],
    );
  }

  /** Notes that groups see to numbers that are locked and were wanted. */
  placeWanted(tx: Transaction, poller: string, placed: readonly PlacedPoll[]): void {
    tx.execute(
      `UPDATE poll SET group_id = placed."groupId", wanted_at = NULL
       FROM json_to_recordset($1::json) AS placed(carrier text, number text, "groupId" uuid)
       WHERE poll.poller = $2 AND poll.carrier = placed.carrier AND poll.number = placed.number`,
      [JSON.stringify(placed), poller],
    );
  }

  /** Notes into which groups numbers have gone, and which are in none any more, in the order of their keys. */
  move(tx: Transaction, poller: string, placed: readonly PlacedPoll[], ended: readonly EndedPoll[]): void {
    if (placed.length + ended.length === 0) return;
    tx.execute(
      `UPDATE poll SET group_id = moved."groupId", registered = coalesce(moved.registered, poll.registered),
         heard_at = greatest(poll.heard_at, to_timestamp(moved."heardAt" / 1000)),
         answer_hash = coalesce(moved.hash, answer_hash)
       FROM (
         SELECT moved.* FROM json_to_recordset($1::json) AS moved(carrier text, number text, "groupId" uuid,
           registered boolean, "heardAt" float8, hash text)
         JOIN poll AS known ON known.poller = $2 AND known.carrier = moved.carrier AND known.number = moved.number
         ORDER BY known.carrier, known.number FOR NO KEY UPDATE OF known) AS moved
       WHERE poll.poller = $2 AND poll.carrier = moved.carrier AND poll.number = moved.number`,
      [JSON.stringify([...placed, ...ended]), poller],
    );
  }

  /** Notes numbers that somebody is to be asked about; those that are known stay as they are. */
  add(tx: Transaction, polls: readonly (PollKey & { readonly dueAt: Date })[], now: Date): void {
    tx.execute(
      `INSERT INTO poll (poller, carrier, number, stage, wanted_at, heard_at)
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

  /** Gives polls that are locked a new stage, at which they are wanted no later than `dueAt`. */
  restage(
    tx: Transaction,
    changes: readonly (PollKey & { readonly stage: Stage; readonly dueAt: Date })[],
    now: Date,
  ): void {
    tx.execute(
      `UPDATE poll SET stage = fresh.stage, heard_at = greatest(heard_at, $2),
         ended_at = CASE WHEN fresh.stage = 'ended' THEN $2::timestamptz END,
         wanted_at = least(wanted_at, fresh."dueAt")
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
