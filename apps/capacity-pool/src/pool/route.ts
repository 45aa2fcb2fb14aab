import type { DataOf, routesTopic } from '@landfall/contracts';

type ToldRoute = DataOf<typeof routesTopic, 'route.changed'>;

/** What a merchant says of a route. */
export interface RouteTerms {
  /** The merchant's own name of it, unique to the merchant; orders may carry it as their `routeId`. */
  externalId: string;
  name: string;
  providerId: string;
  /** Countries: ISO 3166-1 alpha-2. */
  originCountry: string;
  destinationCountries: string[];
  transitCountries: string[];
  /** Legs covered and by whom, in the order given. */
  legs: ToldRoute['legs'];
  mode: ToldRoute['mode'];
  terms: ToldRoute['terms'];
  clearance: ToldRoute['clearance'];
  /** Days from hand-over to delivery, as the provider claims. */
  claimedTransitDays: number | null;
  /** Delivered / handed over, 0..1, as the provider claims. */
  claimedReceiptRate: number | null;
}

/** A service of a provider from one country to others. */
export interface Route extends RouteTerms {
  /** UUID. */
  id: string;
  /** Raised with every change. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** The route as the topic tells it. */
export const toldRoute = (route: Route): ToldRoute => ({
  routeId: route.id,
  externalId: route.externalId,
  name: route.name,
  providerId: route.providerId,
  originCountry: route.originCountry,
  destinationCountries: route.destinationCountries,
  transitCountries: route.transitCountries,
  legs: route.legs,
  mode: route.mode,
  terms: route.terms,
  clearance: route.clearance,
  claimedTransitDays: route.claimedTransitDays,
});

const termsOf = (route: RouteTerms): RouteTerms => ({
  externalId: route.externalId,
  name: route.name,
  providerId: route.providerId,
  originCountry: route.originCountry,
  destinationCountries: route.destinationCountries,
  transitCountries: route.transitCountries,
  legs: route.legs.map(({ leg, carrier }) => ({ leg, carrier })),
  mode: route.mode,
  terms: route.terms,
  clearance: route.clearance,
  claimedTransitDays: route.claimedTransitDays,
  claimedReceiptRate: route.claimedReceiptRate,
});

/** Whether two routes say the same. */
export const sameTerms = (a: RouteTerms, b: RouteTerms): boolean =>
  JSON.stringify(termsOf(a)) === JSON.stringify(termsOf(b));
