import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { RouteDirectory, type KnownRoute } from '../scorecard/route-directory.ts';

/** A route with the version of its last change. */
export interface StoredRoute extends KnownRoute {
  merchantId: string;
  version: number;
}

interface RouteRow {
  route_id: string;
  merchant_id: string;
  version: number;
  external_id: string;
  provider_id: string;
  origin_country: string;
}

const columns = 'route_id, merchant_id, version::float8 AS version, external_id, provider_id, origin_country';

const toRoute = (row: RouteRow): StoredRoute => ({
  routeId: row.route_id,
  merchantId: row.merchant_id,
  version: row.version,
  externalId: row.external_id,
  providerId: row.provider_id,
  originCountry: row.origin_country,
});

/** What analytics keeps of the pool's routes. */
@Injectable()
export class RoutesStore {
  /** The known ones of these routes, locked in the order of their ids. */
  async lock(tx: Transaction, routeIds: readonly string[]): Promise<Map<string, StoredRoute>> {
    const rows = await tx.query<RouteRow>(
      `SELECT ${columns} FROM route WHERE route_id = ANY($1::uuid[]) ORDER BY route_id FOR UPDATE`,
      [[...routeIds].sort()],
    );
    return new Map(rows.map((row) => [row.route_id, toRoute(row)]));
  }

  /** Fails with SQLSTATE 42501 where a route is another merchant's. */
  async write(tx: Transaction, routes: readonly StoredRoute[]): Promise<void> {
    const rows = routes.map((route) => ({
      route_id: route.routeId,
      merchant_id: route.merchantId,
      version: route.version,
      external_id: route.externalId,
      provider_id: route.providerId,
      origin_country: route.originCountry,
    }));
    await tx.query(
      `INSERT INTO route AS known (route_id, merchant_id, version, external_id, provider_id, origin_country)
       SELECT route_id, merchant_id, version, external_id, provider_id, origin_country
       FROM jsonb_to_recordset($1::jsonb) AS told(route_id uuid, merchant_id uuid, version bigint, external_id text,
         provider_id uuid, origin_country text)
       ORDER BY route_id
       ON CONFLICT (route_id) DO UPDATE SET version = EXCLUDED.version, external_id = EXCLUDED.external_id,
         provider_id = EXCLUDED.provider_id, origin_country = EXCLUDED.origin_country
       WHERE known.version < EXCLUDED.version`,
      [JSON.stringify(rows)],
    );
  }

  /** All routes of a merchant. */
  async directory(tx: Transaction, merchantId: string): Promise<RouteDirectory> {
    const rows = await tx.query<RouteRow>(
      `SELECT ${columns} FROM route WHERE merchant_id = $1 ORDER BY route_id`,
      [merchantId],
    );
    return new RouteDirectory(rows.map(toRoute));
  }
}
