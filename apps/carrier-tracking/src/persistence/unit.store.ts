import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Unit, UnitLoad } from '../units/unit.ts';

const columns = `id, external_id AS "externalId", type, parent_id AS "parentUnitId", mode,
  flight_or_voyage AS "flightOrVoyage", etd, eta, created_at AS "createdAt"`;

/** A merchant's transport units. */
@Injectable()
export class UnitStore {
  /** Tells whether it was added: false where the merchant has one of that external id. */
  async add(tx: Transaction, merchantId: string, unit: Unit): Promise<boolean> {
    const added = await tx.query(
      `INSERT INTO unit (merchant_id, id, external_id, type, parent_id, mode, flight_or_voyage, etd, eta, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (merchant_id, external_id) DO NOTHING RETURNING id`,
      [
        merchantId,
        unit.id,
        unit.externalId,
        unit.type,
        unit.parentUnitId,
        unit.mode,
        unit.flightOrVoyage,
        unit.etd,
        unit.eta,
        unit.createdAt,
      ],
    );
    return added.length === 1;
  }

  async find(tx: Transaction, merchantId: string, id: string): Promise<(Unit & UnitLoad) | undefined> {
    const [unit] = await tx.query<Unit & UnitLoad>(
      `SELECT ${columns},
         (SELECT count(*)::int FROM unit_member WHERE merchant_id = $1 AND unit_id = $2) AS parcels,
         (SELECT count(*)::int FROM unit AS inner_unit WHERE merchant_id = $1 AND parent_id = $2) AS units
       FROM unit WHERE merchant_id = $1 AND id = $2`,
      [merchantId, id],
    );
    return unit;
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
