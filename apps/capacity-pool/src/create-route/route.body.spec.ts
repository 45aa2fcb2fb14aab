import { describe, expect, it } from '@jest/globals';
import { parseBody } from '@landfall/service-kit';
import { sameTerms } from '../pool/route.ts';
import { RouteBody, termsOf } from './route.body.ts';

const body = {
  externalId: 'AIR-1',
  name: 'Air, duties paid',
  providerId: '0198F7A0-0000-7000-8000-000000000001',
  originCountry: 'CN',
  destinationCountries: ['US', 'CA', 'US'],
  legs: [{ leg: 'last_mile', carrier: 'usps' }],
};

const faultsOf = (more: object): string[] => {
  try {
    parseBody(RouteBody, { ...body, ...more });
    return [];
  } catch (error) {
    return (error as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
  }
};

describe('the body of a route', () => {
  it('may leave out what is not known', () => {
    expect(termsOf(parseBody(RouteBody, body))).toEqual({
      ...body,
      providerId: body.providerId.toLowerCase(),
      destinationCountries: ['US', 'CA'],
      transitCountries: [],
      mode: null,
      terms: null,
      clearance: null,
      claimedTransitDays: null,
      claimedReceiptRate: null,
    });
  });

  it.each([
    [{ destinationCountries: [] }, '/destinationCountries'],
    [{ destinationCountries: ['XX'] }, '/destinationCountries'],
    [{ transitCountries: ['be'] }, '/transitCountries'],
    [{ legs: [{ leg: 'teleport', carrier: 'x' }] }, '/legs/0/leg'],
    [{ legs: [] }, '/legs'],
    [{ mode: 'rocket' }, '/mode'],
    [{ claimedReceiptRate: 98 }, '/claimedReceiptRate'],
    [{ claimedTransitDays: -1 }, '/claimedTransitDays'],
    [{ providerId: 'p1' }, '/providerId'],
    [{ price: 5 }, '/price'],
  ])('is refused with %j', (more, pointer) => {
    expect(faultsOf(more)).toEqual([pointer]);
  });

  it('says the same whatever the order of its fields', () => {
    const terms = termsOf(parseBody(RouteBody, body));
    const reversed = Object.fromEntries(Object.entries(terms).reverse()) as unknown as typeof terms;
    expect(sameTerms(terms, reversed)).toBe(true);
    expect(sameTerms(terms, { ...terms, mode: 'express' })).toBe(false);
  });
});
