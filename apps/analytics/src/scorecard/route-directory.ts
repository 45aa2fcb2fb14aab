/** A route of the pool, as far as scorecards need it. */
export interface KnownRoute {
  routeId: string;
  externalId: string;
  providerId: string;
  originCountry: string;
}

/** Finds a merchant's route by what a parcel carries: our id or the merchant's own name; our ids come first. */
export class RouteDirectory {
  private readonly routes = new Map<string, KnownRoute>();

  constructor(routes: readonly KnownRoute[]) {
    for (const route of routes) this.routes.set(route.externalId, route);
    for (const route of routes) this.routes.set(route.routeId, route);
  }

  providerOf(carried: string): string | null {
    return this.routes.get(carried)?.providerId ?? null;
  }

  originOf(carried: string): string | null {
    return this.routes.get(carried)?.originCountry ?? null;
  }
}
