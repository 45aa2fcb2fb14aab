import { applyDecorators } from '@nestjs/common';
import { clearances, deliveryTerms, legs, transportModes } from '@landfall/contracts';
import { Country, ListOf, Num, OneOf, Text, TextList, Uuid, type FieldOptions } from '@landfall/service-kit';
import { IsISO31661Alpha2 } from 'class-validator';
import type { RouteTerms } from '../pool/route.ts';

/** Countries: ISO 3166-1 alpha-2, in capitals. */
const Countries = (options: { min?: number } & FieldOptions): PropertyDecorator =>
  applyDecorators(
    TextList({ max: 250, each: { max: 2, pattern: /^[A-Z]{2}$/, patternHint: countryHint }, ...options }),
    IsISO31661Alpha2({ each: true, message: `every item ${countryHint}` }),
  );

const countryHint = 'must be a country as two capital letters (ISO 3166-1 alpha-2), such as DE';

/** A leg that a route covers, and by whom. */
export class RouteLegBody {
  @OneOf(legs)
  leg!: RouteTerms['legs'][number]['leg'];

  @Text({ max: 64 })
  carrier!: string;
}

/** A route as a whole: what POST makes and PUT puts in its place. */
export class RouteBody {
  @Text({ max: 64, description: 'Your own name of the route, unique among yours; orders may carry it.' })
  externalId!: string;

  @Text({ max: 255 })
  name!: string;

  @Uuid({ description: 'The id of the provider that runs it.' })
  providerId!: string;

  @Country()
  originCountry!: string;

  @Countries({ min: 1 })
  destinationCountries!: string[];

  @Countries({ optional: true, description: 'Countries passed on the way: a scan there is not misrouted.' })
  transitCountries?: string[];

  @ListOf(() => RouteLegBody, { min: 1, max: 28 })
  legs!: RouteLegBody[];

  @OneOf(transportModes, { optional: true })
  mode?: NonNullable<RouteTerms['mode']>;

  @OneOf(deliveryTerms, { optional: true })
  terms?: NonNullable<RouteTerms['terms']>;

  @OneOf(clearances, { optional: true })
  clearance?: NonNullable<RouteTerms['clearance']>;

  @Num({ min: 0, max: 365, optional: true, description: 'Days from hand-over to delivery, as claimed.' })
  claimedTransitDays?: number;

  @Num({ min: 0, max: 1, optional: true, description: 'Delivered / handed over, as claimed.' })
  claimedReceiptRate?: number;
}

/** What a body says; countries are kept once each. */
export const termsOf = (body: RouteBody): RouteTerms => ({
  externalId: body.externalId,
  name: body.name,
  providerId: body.providerId.toLowerCase(),
  originCountry: body.originCountry,
  destinationCountries: [...new Set(body.destinationCountries)],
  transitCountries: [...new Set(body.transitCountries)],
  legs: body.legs.map(({ leg, carrier }) => ({ leg, carrier })),
  mode: body.mode ?? null,
  terms: body.terms ?? null,
  clearance: body.clearance ?? null,
  claimedTransitDays: body.claimedTransitDays ?? null,
  claimedReceiptRate: body.claimedReceiptRate ?? null,
});
