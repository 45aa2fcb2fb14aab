import { quarantineTopic } from '@landfall/contracts';
import type { Transaction } from '@landfall/persistence';
import { deterministicId } from '../events/deterministic-id.ts';
import { outgoing, type OutgoingEvent } from '../events/outgoing-event.ts';

/** What is set aside: the record as it came, and why it could not be processed. */
export interface QuarantinedRecord {
  /** Identifies the record: the same one is set aside once. */
  identity: readonly (string | number)[];
  merchantId: string | null;
  reason: string;
  detail: string;
  topic: string | null;
  partition: number | null;
  offset: string | null;
  key: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

const nobody = '00000000-0000-0000-0000-000000000000';

/** Keeps records that could not be processed, with their bytes, and tells of them. */
export class Quarantine {
  constructor(private readonly service: string) {}

  /** Writes the row and returns the event that tells of it; the caller puts it into the outbox of the same transaction. */
  async keep(tx: Transaction, now: Date, record: QuarantinedRecord): Promise<OutgoingEvent> {
    const id = deterministicId('record.quarantined', this.service, ...record.identity);
    const detail = record.detail.slice(0, 1_000);
    await tx.query(
      `INSERT INTO quarantine (id, reason, detail, topic, partition, record_offset, record_key, headers, body, quarantined_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`,
      [
        id,
        record.reason,
        withoutNul(detail),
        record.topic,
        record.partition,
        record.offset,
        withoutNul(record.key),
        JSON.stringify(record.headers).replaceAll('\\u0000', ''),
        record.body,
        now,
      ],
    );
    return outgoing(
      quarantineTopic,
      'record.quarantined',
      { version: 1, merchantId: record.merchantId ?? nobody, id },
      {
        quarantineId: id,
        originalKey: record.key,
        service: this.service,
        reason: record.reason,
        detail,
        topic: record.topic,
        partition: record.partition,
        offset: record.offset,
        ceId: record.headers['ce_id']?.slice(0, 255) ?? null,
        ceType: record.headers['ce_type']?.slice(0, 255) ?? null,
        quarantinedAt: now.toISOString(),
      },
    );
  }
}

/** Postgres text cannot hold NUL. */
const withoutNul = (text: string): string => text.replaceAll('\0', '\uFFFD');
