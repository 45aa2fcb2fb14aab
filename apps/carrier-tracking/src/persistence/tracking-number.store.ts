import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Registration } from '../scans/match-registrations.ts';
import { unitNumberOf } from '../units/unit-number.ts';

interface LockedRow {
  number: string;
  merchants: string[];
  forgotten_until: Date | null;
  of_units: boolean;
}
const nil = '00000000-0000-0000-0000-000000000000';

interface RegistrationRow {
  merchant_id: string;
  parcel_id: string;
  number: string;
  carrier_key: string;
  tracking_number: string;
  carrier: string;
  registered_at: Date;
}

/** What numbers that are locked are known for. */
export interface LockedNumbers {
  /** By number, when the last of its forgotten scans happened. */
  forgottenUntil: ReadonlyMap<string, Date>;
  /** Those that some merchant has a unit of. */
  ofUnits: ReadonlySet<string>;
}

/** A registration, in the order in which they lie. */
export type RegistrationKey = Pick<Registration, 'merchantId' | 'parcelId' | 'number'> & { carrier: string };

/** Who registered which tracking number, and which of them are units'. */
@Injectable()
export class TrackingNumberStore {
  /**
   * Locks numbers, made where they are new, and lets the transaction see the rows of all who registered them.
   * Whoever holds a number's lock sees every registration, every unit and every kept scan of it.
   */
  async lock(tx: Transaction, numbers: Iterable<string>): Promise<LockedNumbers> {
    const all = [...new Set(numbers)];
    tx.execute(
      `INSERT INTO tracking_number (number)
       SELECT number FROM unnest($1::text[]) AS given(number) ORDER BY number COLLATE "C"
       ON CONFLICT DO NOTHING`,
      [all],
    );
    const rows = await tx.query<LockedRow>(
      `SELECT number, merchants, forgotten_until, of_units FROM tracking_number
       WHERE number = ANY($1) ORDER BY number FOR UPDATE`,
      [all],
    );
    tx.admit([...new Set(rows.flatMap(({ merchants }) => merchants))]);
    return {
      forgottenUntil: new Map(
        rows.flatMap((row) => (row.forgotten_until ? [[row.number, row.forgotten_until] as const] : [])),
      ),
      ofUnits: new Set(rows.filter((row) => row.of_units).map(({ number }) => number)),
    };
  }

  /** Notes that numbers, which are locked, are those of units of a merchant. */
  nameUnits(tx: Transaction, merchantId: string, numbers: readonly string[]): void {
    tx.execute(
      `UPDATE tracking_number SET of_units = true,
         merchants = CASE WHEN $1 = ANY(merchants) THEN merchants ELSE merchants || $1::uuid END
       WHERE number = ANY($2) AND (NOT of_units OR $1 <> ALL(merchants))`,
      [merchantId, numbers],
    );
  }

  /** Lets the transaction see the rows of all who have registered the numbers, without locking these. */
  async admitHolders(tx: Transaction, numbers: readonly string[]): Promise<void> {
    const rows = await tx.query<{ merchants: string[] }>(
      'SELECT merchants FROM tracking_number WHERE number = ANY($1)',
      [numbers],
    );
    tx.admit([...new Set(rows.flatMap(({ merchants }) => merchants))]);
  }

  /** Notes that new scans of numbers that are locked are kept today, by the system's clock. */
  heard(tx: Transaction, numbers: Iterable<string>): void {
    tx.execute(
      `UPDATE tracking_number SET heard_on = current_date
       WHERE number = ANY($1) AND heard_on IS DISTINCT FROM current_date`,
      [[...new Set(numbers)]],
    );
  }

  /**
   * Locks numbers of which nothing new was heard for so many days; those that somebody else holds are not quiet.
   * @param of the numbers of parcels, or what stands for units
   */
  async lockQuiet(tx: Transaction, days: number, limit: number, of: 'parcels' | 'units'): Promise<string[]> {
    const rows = await tx.query<{ number: string }>(
      `SELECT number FROM tracking_number
       WHERE heard_on < current_date - $1::int AND (number LIKE $3) = $4
       ORDER BY heard_on LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [days, limit, unitNumberOf('%'), of === 'units'],
    );
    return rows.map(({ number }) => number);
  }

  /**
   * Notes up to when the scans of quiet numbers are forgotten. A scan from the future counts as made when it was heard:
   * else it would keep those of a parcel that gets the same number out.
   */
  forgotten(tx: Transaction, until: ReadonlyMap<string, Date>, numbers: readonly string[]): void {
    tx.execute(
      `UPDATE tracking_number SET heard_on = NULL, forgotten_until = CASE WHEN last.happened IS NULL THEN forgotten_until
         ELSE greatest(forgotten_until, least(last.happened, heard_on + 2)) END
       FROM unnest($1::text[], $2::timestamptz[]) AS last(of_number, happened) WHERE number = last.of_number`,
      [numbers, numbers.map((number) => until.get(number)?.toISOString() ?? null)],
    );
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

  /** All numbers of parcels, by parcel id. */
  async registrationsOfParcels(
    tx: Transaction,
    parcels: readonly { merchantId: string; parcelId: string }[],
  ): Promise<ReadonlyMap<string, readonly Registration[]>> {
    const rows = await tx.query<RegistrationRow>(
      `SELECT merchant_id, parcel_id, number, carrier_key, tracking_number, carrier, registered_at
       FROM registration WHERE (merchant_id, parcel_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
      [parcels.map(({ merchantId }) => merchantId), parcels.map(({ parcelId }) => parcelId)],
    );
    return Map.groupBy(rows.map(registrationOf), ({ parcelId }) => parcelId);
  }

  /** Registrations of some carriers' numbers behind another one, of parcels that have not come to their end. */
  async underWay(
    tx: Transaction,
    {
      carriers,
      since,
      after,
      limit,
    }: { carriers: readonly string[]; since: Date; after: RegistrationKey | null; limit: number },
  ): Promise<RegistrationKey[]> {
    const begin = after ?? { merchantId: nil, parcelId: nil, number: '', carrier: '' };
    return tx.query<RegistrationKey>(
      `SELECT merchant_id AS "merchantId", parcel_id AS "parcelId", number, carrier_key AS carrier
       FROM registration LEFT JOIN tracked_parcel USING (merchant_id, parcel_id)
       WHERE (merchant_id, parcel_id, number, carrier_key) > ($1, $2, $3, $4)
         AND carrier_key = ANY($5) AND registered_at > $6 AND stage IS DISTINCT FROM 'ended'
       ORDER BY merchant_id, parcel_id, number, carrier_key LIMIT $7`,
      [begin.merchantId, begin.parcelId, begin.number, begin.carrier, carriers, since, limit],
    );
  }

  /** The parcels of a merchant that follow one, in the order of their ids. */
  async parcelsBehind(
    tx: Transaction,
    merchantId: string,
    after: string | null,
    limit: number,
  ): Promise<string[]> {
    const rows = await tx.query<{ parcel_id: string }>(
      `SELECT DISTINCT parcel_id FROM registration WHERE merchant_id = $1 AND parcel_id > $2
       ORDER BY parcel_id LIMIT $3`,
      [merchantId, after ?? nil, limit],
    );
    return rows.map((row) => row.parcel_id);
  }

  /** The numbers of parcels of a merchant. */
  async numbersOf(tx: Transaction, merchantId: string, parcelIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ number: string }>(
      'SELECT DISTINCT number FROM registration WHERE merchant_id = $1 AND parcel_id = ANY($2)',
      [merchantId, parcelIds],
    );
    return rows.map(({ number }) => number);
  }

  /** Those of the parcels that no number of the merchant's is registered for. */
  async unregistered(tx: Transaction, merchantId: string, parcelIds: readonly string[]): Promise<string[]> {
    if (parcelIds.length === 0) return [];
    const rows = await tx.query<{ parcel_id: string }>(
      `SELECT parcel_id FROM unnest($2::uuid[]) AS given(parcel_id)
       WHERE NOT EXISTS (SELECT FROM registration
         WHERE registration.merchant_id = $1 AND registration.parcel_id = given.parcel_id)`,
      [merchantId, parcelIds],
    );
    return rows.map((row) => row.parcel_id);
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
