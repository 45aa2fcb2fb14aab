import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Route } from '../pool/route.ts';

const columns = `id, version::float8 AS version, external_id AS "externalId", name, provider_id AS "providerId",
  origin_country AS "originCountry", destination_countries AS "destinationCountries",
  transit_countries AS "transitCountries", legs, mode, terms, clearance,
  claimed_transit_days AS "claimedTransitDays", claimed_receipt_rate AS "claimedReceiptRate",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

export interface RoutesFilter {
  providerId?: string | undefined;
  /** Destination, ISO 3166-1 alpha-2. */
  country?: string | undefined;
}

/** A merchant's routes. */
@Injectable()
export class RoutesStore {
  /** Tells whether it was added: false where the merchant has one of that external id. */
  async add(tx: Transaction, merchantId: string, route: Route): Promise<boolean> {
    const added = await tx.query(
      `INSERT INTO route (merchant_id, id, version, external_id, name, provider_id, origin_country,
         destination_countries, transit_countries, legs, mode, terms, clearance, claimed_transit_days,
         claimed_receipt_rate, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13, $14, $15, $16, $17)
       ON CONFLICT (merchant_id, external_id) DO NOTHING RETURNING id`,
      values(merchantId, route),
    );
    return added.length === 1;
  }

  /** Whether the provider is one of the merchant's. */
  async hasProvider(tx: Transaction, merchantId: string, providerId: string): Promise<boolean> {
    const found = await tx.query('SELECT id FROM provider WHERE merchant_id = $1 AND id = $2', [
      merchantId,
      providerId,
    ]);
    return found.length === 1;
  }

  /** Writes the route, which is locked. */
  async replace(tx: Transaction, merchantId: string, route: Route): Promise<void> {
    await tx.query(
      `UPDATE route SET version = $3, external_id = $4, name = $5, provider_id = $6, origin_country = $7,
         destination_countries = $8, transit_countries = $9, legs = $10::jsonb, mode = $11, terms = $12,
         clearance = $13, claimed_transit_days = $14, claimed_receipt_rate = $15, created_at = $16, updated_at = $17
       WHERE merchant_id = $1 AND id = $2`,
      values(merchantId, route),
    );
  }

  async find(tx: Transaction, merchantId: string, id: string): Promise<Route | undefined> {
    const [route] = await tx.query<Route>(`SELECT ${columns} FROM route WHERE merchant_id = $1 AND id = $2`, [
      merchantId,
      id,
    ]);
    return route;
  }

  /** The route, locked until the transaction ends. */
  async lock(tx: Transaction, merchantId: string, id: string): Promise<Route | undefined> {
    const [route] = await tx.query<Route>(
      `SELECT ${columns} FROM route WHERE merchant_id = $1 AND id = $2 FOR UPDATE`,
      [merchantId, id],
    );
    return route;
  }

  /** At most `limit` routes in the order of their ids, after one of them where it is given. */
  list(
    tx: Transaction,
    merchantId: string,
    limit: number,
    after: string | undefined,
    { providerId, country }: RoutesFilter,
  ): Promise<Route[]> {
    return tx.query<Route>(
      `SELECT ${columns} FROM route
       WHERE merchant_id = $1 AND ($3::uuid IS NULL OR id > $3) AND ($4::uuid IS NULL OR provider_id = $4)
         AND ($5::text IS NULL OR $5 = ANY(destination_countries))
       ORDER BY id LIMIT $2`,
      [merchantId, limit, after ?? null, providerId ?? null, country ?? null],
    );
  }

  /** Every route of a merchant. */
  all(tx: Transaction, merchantId: string): Promise<Route[]> {
    return tx.query<Route>(`SELECT ${columns} FROM route WHERE merchant_id = $1 ORDER BY id`, [merchantId]);
  }
}

const values = (merchantId: string, route: Route): unknown[] => [
  merchantId,
  route.id,
  route.version,
  route.externalId,
  route.name,
  route.providerId,
  route.originCountry,
  route.destinationCountries,
  route.transitCountries,
  JSON.stringify(route.legs),
  route.mode,
  route.terms,
  route.clearance,
  route.claimedTransitDays,
  route.claimedReceiptRate,
  route.createdAt,
  route.updatedAt,
];
