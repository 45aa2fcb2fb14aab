import type { Transaction } from '@landfall/persistence';
import type { KnownRoute, Registration } from '../track-parcel/parcel-record.ts';

/** A route with the version of its last change. */
export interface StoredRoute {
  merchantId: string;
  version: number;
  told: KnownRoute;
}

interface RouteRow {
  merchant_id: string;
  version: number;
  told: KnownRoute;
}

/** The known ones of these routes by their ids, in whose order they are locked. */
export const lockRoutes = async (
  tx: Transaction,
  routeIds: readonly string[],
): Promise<Map<string, StoredRoute>> => {
  const rows = await tx.query<RouteRow>(
    `SELECT merchant_id, version::float8 AS version, told FROM route
     WHERE route_id = ANY($1::uuid[]) ORDER BY route_id FOR UPDATE`,
    [routeIds],
  );
  return new Map(
    rows.map(({ merchant_id, version, told }) => [told.routeId, { merchantId: merchant_id, version, told }]),
  );
};

/** Fails with SQLSTATE 42501 where a route is another merchant's. */
export const saveRoutes = (tx: Transaction, routes: readonly StoredRoute[]): void => {
  if (routes.length === 0) return;
  tx.execute(
    `INSERT INTO route AS known (route_id, merchant_id, version, external_id, told)
     SELECT route_id, merchant_id, version, external_id, told
     FROM jsonb_to_recordset($1::jsonb) AS now(route_id uuid, merchant_id uuid, version bigint, external_id text, told jsonb)
     ORDER BY route_id
     ON CONFLICT (route_id) DO UPDATE
       SET version = EXCLUDED.version, external_id = EXCLUDED.external_id, told = EXCLUDED.told
       WHERE known.version < EXCLUDED.version`,
    [
      JSON.stringify(
        routes.map(({ merchantId, version, told }) => ({
          route_id: told.routeId,
          merchant_id: merchantId,
          version,
          external_id: told.externalId,
          told,
        })),
      ),
    ],
  );
};

/** The route that a merchant's registration names, or null: of no name, of an unknown route. */
export type RouteLookup = (merchantId: string, registration: Registration | null) => KnownRoute | null;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The routes that parcels name, by our id or else by the merchant's own name. One statement, however many they are; none
 * where no parcel names a route. They are read without a lock: nothing is written because of them.
 */
export const loadRoutes = async (
  tx: Transaction,
  parcels: readonly { merchantId: string; registration: Registration | null }[],
): Promise<RouteLookup> => {
  const named = new Map<string, [string, string]>();
  for (const { merchantId, registration } of parcels) {
    const name = registration?.routeId ?? null;
    if (name !== null) named.set(keyOf(merchantId, name), [merchantId, name]);
  }
  if (named.size === 0) return () => null;
  const pairs = [...named.values()];
  const rows = await tx.query<{ merchant_id: string; name: string; told: KnownRoute }>(
    `SELECT named.merchant_id, named.name, found.told
     FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS named(merchant_id, name, id)
     CROSS JOIN LATERAL (
       SELECT told, 1 AS choice FROM route WHERE merchant_id = named.merchant_id AND route_id = named.id
       UNION ALL
       SELECT told, 2 FROM route WHERE merchant_id = named.merchant_id AND external_id = named.name
       ORDER BY choice LIMIT 1
     ) AS found`,
    [
      pairs.map(([merchantId]) => merchantId),
      pairs.map(([, name]) => name),
      pairs.map(([, name]) => (uuid.test(name) ? name : null)),
    ],
  );
  const routes = new Map(rows.map((row) => [keyOf(row.merchant_id, row.name), row.told]));
  return (merchantId, registration) => routes.get(keyOf(merchantId, registration?.routeId ?? '')) ?? null;
};

const keyOf = (merchantId: string, name: string): string => `${merchantId} ${name}`;
