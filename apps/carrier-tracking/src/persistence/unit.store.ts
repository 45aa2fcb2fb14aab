import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { NamedUnit } from '../units/scans-of-units.ts';
import { toldNumberOf } from '../units/told-number.ts';
import type { Unit, UnitLoad } from '../units/unit.ts';

const columns = `id, external_id AS "externalId", type, parent_id AS "parentUnitId", mode,
  flight_or_voyage AS "flightOrVoyage", etd, eta, created_at AS "createdAt"`;

export type UnitChange = Pick<Unit, 'mode' | 'flightOrVoyage' | 'etd' | 'eta'>;

/** A merchant's transport units. */
@Injectable()
export class UnitStore {
  /** Adds units; returns the ids of those that were added: the merchant has no other of their external ids. */
  async add(tx: Transaction, merchantId: string, units: readonly Unit[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string }>(
      `INSERT INTO unit (merchant_id, id, external_id, told_as, type, parent_id, mode, flight_or_voyage, etd, eta, created_at)
       SELECT $1::uuid, id, external_id, told_as, type, parent_id, mode, flight_or_voyage, etd, eta, created_at
       FROM jsonb_to_recordset($2::jsonb) AS unit(id uuid, external_id text, told_as text, type text, parent_id uuid,
         mode text, flight_or_voyage text, etd timestamptz, eta timestamptz, created_at timestamptz)
       ORDER BY external_id
       ON CONFLICT (merchant_id, external_id) DO NOTHING RETURNING id`,
      [merchantId, JSON.stringify(units.map(rowOf))],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The units of these told numbers of all merchants whose rows the transaction sees. */
  async namedBy(tx: Transaction, toldNumbers: readonly string[]): Promise<NamedUnit[]> {
    if (toldNumbers.length === 0) return [];
    return tx.query<NamedUnit>(
      `SELECT merchant_id AS "merchantId", id AS "unitId", told_as AS "toldAs", created_at AS "createdAt"
       FROM unit WHERE told_as = ANY($1)`,
      [toldNumbers],
    );
  }

  async find(tx: Transaction, merchantId: string, id: string): Promise<(Unit & UnitLoad) | undefined> {
    const [unit] = await tx.query<Unit & UnitLoad>(
      `SELECT ${columns},
         (SELECT count(*)::int FROM unit_member WHERE merchant_id = $1 AND unit_id = $2) AS parcels,
         (SELECT sum(weight_grams)::float8 FROM unit_member WHERE merchant_id = $1 AND unit_id = $2) AS "weightGrams",
         (SELECT count(*)::int FROM unit AS inner_unit WHERE merchant_id = $1 AND parent_id = $2) AS units
       FROM unit WHERE merchant_id = $1 AND id = $2`,
      [merchantId, id],
    );
    return unit;
  }

  /** A merchant's units of these told numbers, the oldest first. */
  async ofToldNumbers(tx: Transaction, merchantId: string, toldNumbers: readonly string[]): Promise<Unit[]> {
    return tx.query<Unit>(
      `SELECT ${columns} FROM unit WHERE merchant_id = $1 AND told_as = ANY($2) ORDER BY created_at, id`,
      [merchantId, toldNumbers],
    );
  }

  /** Changes what is told of a unit; what is null stays as it was. */
  change(tx: Transaction, merchantId: string, id: string, change: UnitChange): void {
    tx.execute(
      `UPDATE unit SET mode = coalesce($3, mode), flight_or_voyage = coalesce($4, flight_or_voyage),
         etd = coalesce($5, etd), eta = coalesce($6, eta)
       WHERE merchant_id = $1 AND id = $2`,
      [merchantId, id, change.mode, change.flightOrVoyage, change.etd, change.eta],
    );
  }

  /** Those of the units that the merchant has, by id, each with the unit that it is in. */
  async parentsOf(
    tx: Transaction,
    merchantId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, string | null>> {
    const rows = await tx.query<{ id: string; parent_id: string | null }>(
      'SELECT id, parent_id FROM unit WHERE merchant_id = $1 AND id = ANY($2::uuid[])',
      [merchantId, ids],
    );
    return new Map(rows.map((row) => [row.id, row.parent_id]));
  }

  /** The ids of a unit and of what it is in, outwards. */
  async pathOf(tx: Transaction, merchantId: string, id: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `WITH RECURSIVE path AS (
         SELECT id, parent_id, 0 AS depth FROM unit WHERE merchant_id = $1 AND id = $2
         UNION ALL
         SELECT unit.id, unit.parent_id, depth + 1 FROM unit JOIN path ON unit.id = path.parent_id
         WHERE unit.merchant_id = $1
       )
       SELECT id FROM path ORDER BY depth`,
      [merchantId, id],
    );
    return rows.map((row) => row.id);
  }

  async flightOf(tx: Transaction, merchantId: string, id: string): Promise<string | null> {
    const [row] = await tx.query<{ flight_or_voyage: string | null }>(
      'SELECT flight_or_voyage FROM unit WHERE merchant_id = $1 AND id = $2',
      [merchantId, id],
    );
    return row?.flight_or_voyage ?? null;
  }

  /** Lets nobody else put units of the merchant into each other until the transaction ends: two could close a circle. */
  lockNesting(tx: Transaction, merchantId: string): void {
    tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      JSON.stringify(['unit_nesting', merchantId]),
    ]);
  }

  /** Puts units in another one; nesting is locked. */
  putIn(tx: Transaction, merchantId: string, into: string, ids: readonly string[]): void {
    tx.execute('UPDATE unit SET parent_id = $2 WHERE merchant_id = $1 AND id = ANY($3::uuid[])', [
      merchantId,
      into,
      ids,
    ]);
  }
}

const rowOf = (unit: Unit): object => ({
  id: unit.id,
  external_id: unit.externalId,
  told_as: toldNumberOf(unit.externalId),
  type: unit.type,
  parent_id: unit.parentUnitId,
  mode: unit.mode,
  flight_or_voyage: unit.flightOrVoyage,
  etd: unit.etd,
  eta: unit.eta,
  created_at: unit.createdAt,
});
