import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork, type Transaction } from '@landfall/persistence';
import { CONFIG } from '@landfall/service-kit';
import type { CarrierTrackingConfig } from '../carrier-tracking.settings.ts';
import { decrypt, encrypt } from './payload-cipher.ts';

/** A day's key. */
export interface DayKey {
  /** Of the system clock, in UTC: YYYY-MM-DD. */
  day: string;
  key: KeyObject;
}

const nonceBytes = 12;
const keptDays = 30;

/**
 * The keys under which carriers' payloads lie on the topic, one a day, each wrapped by the master key.
 * Destroying a day's key destroys all that was received on that day.
 */
@Injectable()
export class PayloadKeys {
  private readonly masterKey: KeyObject;
  private readonly known = new Map<string, KeyObject>();
  private making: { day: string; key: Promise<DayKey> } | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) config: CarrierTrackingConfig,
  ) {
    this.masterKey = createSecretKey(config.LANDFALL_MASTER_KEY, 'base64');
  }

  /** Today's key; made by the first who asks. */
  async today(): Promise<DayKey> {
    const day = new Date().toISOString().slice(0, 10);
    const key = this.known.get(day);
    if (key) return { day, key };
    if (this.making?.day !== day) this.making = { day, key: this.make(day) };
    try {
      return await this.making.key;
    } finally {
      this.making = undefined;
    }
  }

  /** The keys of those days that have not been destroyed. */
  async ofDays(tx: Transaction, days: Iterable<string>): Promise<ReadonlyMap<string, KeyObject>> {
    const missing = [...new Set(days)].filter((day) => !this.known.has(day));
    if (missing.length > 0) {
      const rows = await tx.query<{ day: string; wrapped: Buffer }>(
        `SELECT day::text, wrapped FROM payload_key WHERE day = ANY($1::date[])`,
        [missing],
      );
      for (const { day, wrapped } of rows) this.known.set(day, this.unwrap(day, wrapped));
    }
    return this.known;
  }

  /** Destroys the keys of days that lie more than 30 back; tells how many. */
  async destroyExpired(): Promise<number> {
    const destroyed = await this.unitOfWork.run({ pool: 'http', merchants: [] }, (tx) =>
      tx.query<{ day: string }>(
        `DELETE FROM payload_key WHERE day < (now() AT TIME ZONE 'UTC')::date - ${keptDays} RETURNING day::text`,
      ),
    );
    this.known.clear();
    return destroyed.length;
  }

  private async make(day: string): Promise<DayKey> {
    const wrapped = this.wrap(day, randomBytes(32));
    const [row] = await this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      await tx.query('INSERT INTO payload_key (day, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        day,
        wrapped,
      ]);
      return tx.query<{ wrapped: Buffer }>('SELECT wrapped FROM payload_key WHERE day = $1', [day]);
    });
    if (!row) throw new Error(`the payload key of ${day} has been destroyed`);
    const key = this.unwrap(day, row.wrapped);
    this.known.set(day, key);
    return { day, key };
  }

  private wrap(day: string, key: Buffer): Buffer {
    const { nonce, bytes } = encrypt(this.masterKey, key, aboutKeyOf(day));
    return Buffer.concat([nonce, bytes]);
  }

  private unwrap(day: string, wrapped: Buffer): KeyObject {
    const nonce = wrapped.subarray(0, nonceBytes);
    return createSecretKey(decrypt(this.masterKey, nonce, wrapped.subarray(nonceBytes), aboutKeyOf(day)));
  }
}

const aboutKeyOf = (day: string): string => `payload key of ${day}`;
