import { clearances, deliveryTerms, transportModes } from '@landfall/contracts';
import {
  Country,
  Instant,
  Integer,
  ListOf,
  Nested,
  Num,
  OneOf,
  Text,
  TextList,
  Uuid,
} from '@landfall/service-kit';
import { RouteLegBody } from '../create-route/route.body.ts';
import type { Route } from '../pool/route.ts';
import type { Verified } from '../pool/verification.ts';

/** What the provider claims; null where it claims nothing. */
export class ClaimedDto {
  @Num({ min: 0, nullable: true, description: 'Days from hand-over to delivery.' })
  transitDays!: number | null;

  @Num({ min: 0, max: 1, nullable: true })
  receiptRate!: number | null;
}

/** A share of parcels with its 95% Wilson interval. */
export class VerifiedRateDto {
  @Num({ min: 0, max: 1 })
  value!: number;

  @Num({ min: 0, max: 1 })
  low!: number;

  @Num({ min: 0, max: 1 })
  high!: number;

  @Integer({ min: 0 })
  n!: number;
}

/** Days from hand-over to delivery; null where the quantile is infinite or unknown. */
export class VerifiedTransitDto {
  @Num({ min: 0, nullable: true })
  p50!: number | null;

  @Num({ min: 0, nullable: true })
  p80!: number | null;

  @Num({ min: 0, nullable: true })
  p95!: number | null;
}

/** What the parcels on the route say, over matured ones. */
export class VerifiedDto implements Verified {
  @Nested(() => VerifiedTransitDto)
  transitDays!: VerifiedTransitDto;

  @Nested(() => VerifiedRateDto, { nullable: true })
  receiptRate!: VerifiedRateDto | null;

  @Nested(() => VerifiedRateDto, { nullable: true })
  onTimeRate!: VerifiedRateDto | null;

  @Integer({ min: 0, description: 'Mature parcels that the figures rest on.' })
  n!: number;

  @Instant({ nullable: true })
  asOf!: string | null;

  @OneOf(['verified', 'unverified'])
  status!: Verified['status'];

  @Text({ max: 500, nullable: true, description: 'What is missing; null when verified.' })
  why!: string | null;
}

/** A route with what is claimed of it beside what was measured. */
export class RouteDto {
  @Uuid()
  id!: string;

  @Text({ max: 64 })
  externalId!: string;

  @Text({ max: 255 })
  name!: string;

  @Uuid()
  providerId!: string;

  @Country()
  originCountry!: string;

  @TextList({ max: 250 })
  destinationCountries!: string[];

  @TextList({ max: 250 })
  transitCountries!: string[];

  @ListOf(() => RouteLegBody, { max: 28 })
  legs!: Route['legs'];

  @OneOf(transportModes, { nullable: true })
  mode!: Route['mode'];

  @OneOf(deliveryTerms, { nullable: true })
  terms!: Route['terms'];

  @OneOf(clearances, { nullable: true })
  clearance!: Route['clearance'];

  @Nested(() => ClaimedDto)
  claimed!: ClaimedDto;

  @Nested(() => VerifiedDto)
  verified!: VerifiedDto;

  @Instant()
  createdAt!: string;

  @Instant()
  updatedAt!: string;
}

/** One page of routes. */
export class RoutePageDto {
  @ListOf(() => RouteDto, { max: 200 })
  data!: RouteDto[];

  @Text({ max: 1_000, nullable: true })
  nextCursor!: string | null;
}

export const toRouteDto = (route: Route, verified: Verified): RouteDto => ({
  id: route.id,
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
  claimed: { transitDays: route.claimedTransitDays, receiptRate: route.claimedReceiptRate },
  verified,
  createdAt: route.createdAt.toISOString(),
  updatedAt: route.updatedAt.toISOString(),
});
