import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Registration } from '../scans/match-registrations.ts';

interface RegistrationRow {
  merchant_id: string;
  parcel_id: string;
  number: string;
  carrier_key: string;
  tracking_number: string;
  carrier: string;
  registered_at: Date;
}

/** Who registered which tracking number. */
@Injectable()
export class TrackingNumberStore {
  /**
   * Locks numbers, made where they are new, and lets the transaction see the rows of all who registered them.
   * Whoever holds a number's lock sees every registration and every kept scan of it.
   */
  async lock(tx: Transaction, numbers: Iterable<string>): Promise<void> {
    const all = [...new Set(numbers)];
    tx.execute(
      `INSERT INTO tracking_number (number)
       SELECT number FROM unnest($1::text[]) AS given(number) ORDER BY number COLLATE "C"
       ON CONFLICT DO NOTHING`,
      [all],
    );
    const rows = await tx.query<{ merchants: string[] }>(
      `SELECT merchants FROM tracking_number WHERE number = ANY($1) ORDER BY number FOR UPDATE`,
      [all],
    );
    tx.admit([...new Set(rows.flatMap(({ merchants }) => merchants))]);
  }

  /** Stores claims to numbers that are locked; those already stored stay as they are. */
  register(tx: Transaction, registrations: readonly Registration[]): void {
    const rows = JSON.stringify(registrations.map(rowOf));
    tx.execute(
      `INSERT INTO registration (merchant_id, parcel_id, number, carrier_key, tracking_number, carrier, registered_at)
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS claim(merchant_id uuid, parcel_id uuid, number text,
         carrier_key text, tracking_number text, carrier text, registered_at timestamptz)
       ORDER BY merchant_id, parcel_id, number, carrier_key
       ON CONFLICT DO NOTHING`,
      [rows],
    );
    tx.execute(
      `UPDATE tracking_number AS known SET merchants = known.merchants || fresh.merchants
       FROM (SELECT claim.number, array_agg(DISTINCT claim.merchant_id) AS merchants
             FROM jsonb_to_recordset($1::jsonb) AS claim(merchant_id uuid, number text)
             JOIN tracking_number AS holder ON holder.number = claim.number
             WHERE claim.merchant_id <> ALL(holder.merchants)
             GROUP BY claim.number) AS fresh
       WHERE known.number = fresh.number`,
      [rows],
    );
  }

  /** All registrations of the numbers, by number. */
  async registrationsOf(
    tx: Transaction,
    numbers: Iterable<string>,
  ): Promise<ReadonlyMap<string, readonly Registration[]>> {
    const rows = await tx.query<RegistrationRow>(
      `SELECT merchant_id, parcel_id, number, carrier_key, tracking_number, carrier, registered_at
       FROM registration WHERE number = ANY($1)`,
      [[...new Set(numbers)]],
    );
    return Map.groupBy(rows.map(registrationOf), ({ number }) => number);
  }
}

const rowOf = (
  registration: Registration,
): Omit<RegistrationRow, 'registered_at'> & { registered_at: string } => ({
  merchant_id: registration.merchantId,
  parcel_id: registration.parcelId,
  number: registration.number,
  carrier_key: registration.carrierKey,
  tracking_number: registration.trackingNumber,
  carrier: registration.carrier,
  registered_at: registration.registeredAt.toISOString(),
});

const registrationOf = (row: RegistrationRow): Registration => ({
  merchantId: row.merchant_id,
  parcelId: row.parcel_id,
  number: row.number,
  carrierKey: row.carrier_key,
  trackingNumber: row.tracking_number,
  carrier: row.carrier,
  registeredAt: row.registered_at,
});
