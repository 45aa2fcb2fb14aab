import { Injectable } from '@nestjs/common';
import type { MessageNode } from '@landfall/contracts';
import { deterministicId } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import type { MessageStatus } from '../decide-messages/decide-messages.ts';

/** A message as it is decided on: its life before a sender takes it. */
export interface Message {
  id: string;
  merchantId: string;
  parcelId: string;
  node: MessageNode;
  status: MessageStatus;
  reason: string | null;
  locale: string;
  dueAt: Date | null;
  createdAt: Date;
  /** W3C trace headers of the event that caused it. */
  trace: Readonly<Record<string, string>>;
}

/** A message that a sender has taken. */
export interface TakenMessage {
  id: string;
  merchantId: string;
  parcelId: string;
  node: MessageNode;
  /** Refusals so far. */
  attempts: number;
  trace: Readonly<Record<string, string>>;
}

/** What has become of a message for good. */
export type Ending = { status: 'sent'; sentAt: Date } | { status: 'failed' | 'suppressed'; reason: string };

/** A message as its merchant sees it. */
export interface ListedMessage {
  id: string;
  parcelId: string;
  node: MessageNode;
  channel: string;
  status: MessageStatus;
  reason: string | null;
  locale: string;
  dueAt: Date | null;
  createdAt: Date;
  sentAt: Date | null;
}

/** Where a page of the list ended: the last message's time of making (RFC 3339) and id. */
export interface ListPosition {
  at: string;
  id: string;
}

interface MessageRow {
  id: string;
  merchant_id: string;
  parcel_id: string;
  node: MessageNode;
  status: MessageStatus;
  reason: string | null;
  locale: string;
  due_at: Date | null;
  attempts: number;
  created_at: Date;
  sent_at: Date | null;
  channel: string;
  trace: Record<string, string>;
}

/** The id of the one message that a parcel's node has. */
export const messageId = (parcelId: string, node: MessageNode): string =>
  deterministicId('message', parcelId, node);

/** Rows of messages that the transaction's merchants own. */
@Injectable()
export class MessagesStore {
  /** All messages of parcels that the transaction has locked; by parcel id. */
  async ofParcels(tx: Transaction, parcelIds: readonly string[]): Promise<Map<string, Message[]>> {
    const rows = await tx.query<MessageRow>('SELECT * FROM message WHERE parcel_id = ANY($1::uuid[])', [
      parcelIds,
    ]);
    return Map.groupBy(
      rows.map((row) => ({
        id: row.id,
        merchantId: row.merchant_id,
        parcelId: row.parcel_id,
        node: row.node,
        status: row.status,
        reason: row.reason,
        locale: row.locale,
        dueAt: row.due_at,
        createdAt: row.created_at,
        trace: row.trace,
      })),
      (message) => message.parcelId,
    );
  }

  /** Writes messages of locked parcels; one that is now `sending` may be taken at once. */
  async write(tx: Transaction, messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    await tx.query(
      `INSERT INTO message (merchant_id, id, parcel_id, node, status, reason, locale, due_at, try_at, trace, created_at)
       SELECT merchant_id, id, parcel_id, node, status, reason, locale, due_at,
              CASE WHEN status = 'sending' THEN clock_timestamp() END, trace, created_at
       FROM jsonb_populate_recordset(NULL::message, $1::jsonb)
       ORDER BY id
       ON CONFLICT (merchant_id, id) DO UPDATE
         SET status = EXCLUDED.status, reason = EXCLUDED.reason, due_at = EXCLUDED.due_at, try_at = EXCLUDED.try_at`,
      [
        JSON.stringify(
          messages.map((message) => ({
            merchant_id: message.merchantId,
            id: message.id,
            parcel_id: message.parcelId,
            node: message.node,
            status: message.status,
            reason: message.reason,
            locale: message.locale,
            due_at: message.dueAt,
            trace: message.trace,
            created_at: message.createdAt,
          })),
        ),
      ],
    );
  }

  /** Takes messages to send, each for `leaseSeconds`: after that, whoever took them is thought dead. */
  async take(tx: Transaction, limit: number, leaseSeconds: number): Promise<TakenMessage[]> {
    const rows = await tx.query<MessageRow>(
      `WITH free AS MATERIALIZED (
         SELECT merchant_id, id FROM message WHERE status = 'sending' AND try_at <= clock_timestamp()
         ORDER BY try_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       UPDATE message SET try_at = clock_timestamp() + make_interval(secs => $2)
       FROM free WHERE message.merchant_id = free.merchant_id AND message.id = free.id
       RETURNING message.*`,
      [limit, leaseSeconds],
    );
    return rows.map((row) => ({
      id: row.id,
      merchantId: row.merchant_id,
      parcelId: row.parcel_id,
      node: row.node,
      attempts: row.attempts,
      trace: row.trace,
    }));
  }

  /** Lets messages be taken again in so many seconds; `refused` counts an attempt. */
  async giveBack(
    tx: Transaction,
    ids: readonly string[],
    afterSeconds: number,
    refused: boolean,
  ): Promise<void> {
    await tx.query(
      `UPDATE message SET try_at = clock_timestamp() + make_interval(secs => $2), attempts = attempts + $3
       WHERE id = ANY($1::uuid[]) AND status = 'sending'`,
      [ids, afterSeconds, refused ? 1 : 0],
    );
  }

  /** Ends a message that is being sent; false when it has ended before. Its parcel is locked. */
  async end(tx: Transaction, id: string, locale: string, ending: Ending): Promise<boolean> {
    const ended = await tx.query(
      `UPDATE message SET status = $2, locale = $3, reason = $4, sent_at = $5, try_at = NULL
       WHERE id = $1 AND status = 'sending' RETURNING id`,
      [
        id,
        ending.status,
        locale,
        ending.status === 'sent' ? null : ending.reason,
        ending.status === 'sent' ? ending.sentAt : null,
      ],
    );
    return ended.length > 0;
  }

  /** Messages, newest first, after a position. */
  async list(
    tx: Transaction,
    query: { after: ListPosition | null; limit: number; parcelId: string | null },
  ): Promise<ListedMessage[]> {
    const { after, limit, parcelId } = query;
    const rows = await tx.query<MessageRow>(
      `SELECT * FROM message
       WHERE ($2::uuid IS NULL OR parcel_id = $2) AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $1`,
      [limit, parcelId, after?.at, after?.id],
    );
    return rows.map((row) => ({
      id: row.id,
      parcelId: row.parcel_id,
      node: row.node,
      channel: row.channel,
      status: row.status,
      reason: row.reason,
      locale: row.locale,
      dueAt: row.due_at,
      createdAt: row.created_at,
      sentAt: row.sent_at,
    }));
  }

  /** How many messages wait to be handed over and have never been refused. */
  async untried(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM message WHERE status = 'sending' AND attempts = 0`,
    );
    return row?.count ?? 0;
  }
}
