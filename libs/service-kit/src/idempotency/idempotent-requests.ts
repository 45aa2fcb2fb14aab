import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { FastifyReply } from 'fastify';
import { conflict, unprocessable } from '../problems/problems.ts';
import { bodyHash } from './body-hash.ts';

/** An answer of a use case: status below 500. */
export interface Answer<Body = unknown> {
  status: number;
  body: Body;
}

export type KeptAnswer<Body = unknown> = Answer<Body> & {
  /** The answer is that of an earlier request. */
  replayed: boolean;
};

export interface IdempotentRequest {
  merchantId: string;
  /** Method and route pattern, such as `POST /v1/orders/:id/parcels`; with the ids of the path where they matter. */
  route: string;
  /** Undefined: the request is simply carried out. */
  key: string | undefined;
  body: unknown;
}

/** What run and deleteExpired need of a transaction. */
type Queries = Pick<Transaction, 'query'>;

const keptFor = `interval '7 days'`;

/** Expired answers of the merchant removed with each new one, so that the table needs no caretaker. */
const sweptPerRequest = 10;

/** Carries a POST out once per Idempotency-Key, in the use case's own transaction. */
@Injectable()
export class IdempotentRequests {
  /**
   * The same key and body gives the stored answer again. Throws ProblemError 409 `idempotency_key_in_progress` while
   * another request holds the key, 422 `idempotency_key_reused` where the body differs. What `work` throws rolls all
   * back and is not kept.
   */
  async run<Body>(
    tx: Queries,
    request: IdempotentRequest,
    work: () => Promise<Answer<Body>>,
  ): Promise<KeptAnswer<Body>> {
    if (request.key === undefined) return { ...(await work()), replayed: false };

    await this.lock(tx, request);
    // A statement of its own: its snapshot is younger than the lock and sees what the last holder committed.
    const stored = await this.answered<Body>(tx, request);
    if (stored) return stored;
    const answer = await work();
    if (answer.status < 500) await this.keep(tx, request, bodyHash(request.body), answer);
    return { ...answer, replayed: false };
  }

  /**
   * The answer that is kept of a request; undefined where it was not carried out yet. For work that is more than one
   * transaction, and changes nothing when it is done again: asked for before, and kept by `run` after it.
   * Throws ProblemError 422 `idempotency_key_reused` where the body differs.
   */
  async answered<Body>(
    tx: Queries,
    { merchantId, route, key, body }: IdempotentRequest,
  ): Promise<KeptAnswer<Body> | undefined> {
    if (key === undefined) return undefined;
    const [stored] = await tx.query<{ body_hash: Buffer; status: number; body: Body }>(
      `SELECT body_hash, status, body FROM idempotent_request
       WHERE merchant_id = $1 AND route = $2 AND key = $3 AND created_at > now() - ${keptFor}`,
      [merchantId, route, key],
    );
    if (stored && !bodyHash(body).equals(stored.body_hash))
      throw unprocessable(
        'idempotency_key_reused',
        'This Idempotency-Key was used with another body: use a new one.',
      );
    return stored && { status: stored.status, body: stored.body, replayed: true };
  }

  /** Removes answers older than 7 days of the merchants whose rows the transaction sees; tells how many. */
  async deleteExpired(tx: Queries): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `WITH gone AS (DELETE FROM idempotent_request WHERE created_at <= now() - ${keptFor} RETURNING 1)
       SELECT count(*)::int AS count FROM gone`,
    );
    return row?.count ?? 0;
  }

  private async lock(tx: Queries, { merchantId, route, key }: IdempotentRequest): Promise<void> {
    const [row] = await tx.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked',
      [JSON.stringify(['idempotent_request', merchantId, route, key])],
    );
    if (!row?.locked) {
      throw conflict(
        'idempotency_key_in_progress',
        'A request with this Idempotency-Key is being carried out.',
      );
    }
  }

  /** Expired rows are found by their place in the table: an array of whole keys would be held against every row. */
  private async keep(tx: Queries, request: IdempotentRequest, hash: Buffer, answer: Answer): Promise<void> {
    const { merchantId, route, key } = request;
    await tx.query(
      `WITH swept AS (
         DELETE FROM idempotent_request WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM idempotent_request
           WHERE merchant_id = $1 AND created_at <= now() - ${keptFor} AND (route, key) <> ($2, $3)
           ORDER BY created_at LIMIT ${sweptPerRequest} FOR UPDATE SKIP LOCKED))
       )
       INSERT INTO idempotent_request (merchant_id, route, key, body_hash, status, body)
       VALUES ($1, $2, $3, $4, $5, $6::json)
       ON CONFLICT (merchant_id, route, key) DO UPDATE
         SET body_hash = EXCLUDED.body_hash, status = EXCLUDED.status, body = EXCLUDED.body, created_at = now()`,
      [merchantId, route, key, hash, answer.status, JSON.stringify(answer.body ?? null)],
    );
  }
}

/** Sets an answer's status and, where it is a stored one, `Idempotency-Replayed: true`; gives the body to return. */
export const sendAnswer = <Body>(reply: FastifyReply, answer: KeptAnswer<Body>): Body => {
  void reply.status(answer.status);
  if (answer.status >= 400) void reply.type('application/problem+json');
  if (answer.replayed) void reply.header('Idempotency-Replayed', 'true');
  return answer.body;
};
