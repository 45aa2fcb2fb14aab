import { gatewayOf } from '@landfall/domain';

/** A lane is covered by at least so many verified routes. */
export const neededRoutes = 2;

/** A lane that too few verified routes serve. Countries: ISO 3166-1 alpha-2 of the gateways. */
export interface CoverageGap {
  originCountry: string;
  destinationCountry: string;
  /** Routes that serve the lane, verified or not. */
  routes: number;
  verifiedRoutes: number;
  /** Parcels seen on the lane, on any route or none. */
  parcels: number;
}

interface ServingRoute {
  originCountry: string;
  destinationCountries: readonly string[];
  verified: boolean;
}

interface SeenLane {
  originCountry: string | null;
  destinationCountry: string | null;
  parcels: number;
}

/** The lanes that routes serve or parcels take and that have fewer than two verified routes, the busiest first. */
export const coverageGaps = (routes: readonly ServingRoute[], seen: readonly SeenLane[]): CoverageGap[] => {
  const lanes = new Map<string, CoverageGap>();
  const lane = (originCountry: string, destinationCountry: string): CoverageGap => {
    const origin = gatewayOf(originCountry);
    const destination = gatewayOf(destinationCountry);
    const key = `${origin}-${destination}`;
    const known = lanes.get(key) ?? {
      originCountry: origin,
      destinationCountry: destination,
      routes: 0,
      verifiedRoutes: 0,
      parcels: 0,
    };
    lanes.set(key, known);
    return known;
  };
  for (const { originCountry, destinationCountries, verified } of routes)
    for (const served of new Set(destinationCountries.map((country) => lane(originCountry, country)))) {
      served.routes += 1;
      if (verified) served.verifiedRoutes += 1;
    }
  for (const { originCountry, destinationCountry, parcels } of seen)
    if (originCountry !== null && destinationCountry !== null && parcels > 0)
      lane(originCountry, destinationCountry).parcels += parcels;
  return [...lanes.values()].filter((gap) => gap.verifiedRoutes < neededRoutes).sort(compareGaps);
};

/** A gap's place in the list. */
export type GapPosition = Pick<CoverageGap, 'parcels' | 'originCountry' | 'destinationCountry'>;

/** Orders gaps: the most parcels first, then by lane. */
export const compareGaps = (a: GapPosition, b: GapPosition): number => {
  if (a.parcels !== b.parcels) return b.parcels - a.parcels;
  const [left, right] = [a, b].map((gap) => `${gap.originCountry}-${gap.destinationCountry}`) as [
    string,
    string,
  ];
  if (left === right) return 0;
  return left < right ? -1 : 1;
};
