import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { ruleOf } from './rules.ts';

const routed = parcel({ routeKnown: true, transitCountries: ['BE'] });
const seenIn = (
  country: string,
  at: number,
  milestone: 'in_transit' | 'arrived_at_facility' = 'in_transit',
) => scan(milestone, at, { place: { country } });
const arrivedAt = (facility: string, at: number) =>
  scan('arrived_at_facility', at, { place: { country: 'DE', facility } });
const flying = scan('handed_to_linehaul', 40);

describe('misrouted', () => {
  it.each(['CN', 'HK', 'BE', 'DE'])('not in %s, which is on the route', (country) => {
    expect(given(routed, flying, seenIn(country, 50)).at(51).wrong).toEqual([]);
  });

  it('in a country that is not on the route, since the first scan there', () => {
    const { findings } = given(routed, flying, seenIn('ZA', 50), seenIn('ZA', 60)).at(61);
    expect(findings).toMatchObject([
      {
        code: 'misrouted',
        leg: null,
        since: hour(50),
        evidence: { eventIds: ['in_transit@50'], basis: 'scanned in ZA' },
      },
    ]);
  });

  it('until it is back on its road', () => {
    const { wrong, view } = given(routed, flying, seenIn('ZA', 50), seenIn('BE', 60)).at(61);
    expect(wrong).toEqual([]);
    expect(ruleOf('misrouted')?.becauseCleared(view, null, hour(0))).toBe('the parcel is back on its road');
  });

  it('not by data about it: a declaration in another country moves nothing', () => {
    const declared = scan('import_customs_started', 50, { place: { country: 'NL' } });
    expect(given(routed, flying, declared).at(51).wrong).toEqual([]);
  });

  it('without a known route only once the parcel has been where it should go', () => {
    const landed = scan('arrived_in_destination_country', 90, { place: { country: 'DE' } });
    expect(given(parcel(), flying, seenIn('AE', 50)).at(51).wrong).toEqual([]);
    expect(given(parcel(), flying, landed, seenIn('AE', 95)).at(96).wrong).toEqual(['misrouted']);
  });

  it('by the third arrival at one facility, not by a third scan there', () => {
    const left = (at: number) => scan('departed_facility', at);
    const scans = [arrivedAt('Leipzig', 90), arrivedAt('Leipzig', 91), arrivedAt('Leipzig', 92)];
    expect(given(parcel(), flying, ...scans).at(93).wrong).toEqual([]);
    const circle = [arrivedAt('Leipzig', 90), left(95), arrivedAt('Leipzig', 100), arrivedAt('Halle', 105)];
    expect(given(parcel(), flying, ...circle).at(106).wrong).toEqual([]);
    const third = given(parcel(), flying, ...circle, arrivedAt('Leipzig', 110)).at(111);
    expect(third.findings).toMatchObject([
      { code: 'misrouted', since: hour(110), evidence: { eventIds: ['arrived_at_facility@110'] } },
    ]);
    expect(
      given(parcel(), flying, ...circle, arrivedAt('Leipzig', 110), arrivedAt('Erfurt', 115)).at(116).wrong,
    ).toEqual([]);
  });

  it('not by coming back to the depot after each attempt', () => {
    const day = (at: number) => [
      scan('arrived_at_delivery_depot', at, { place: { country: 'DE', facility: 'Depot 7' } }),
      scan('out_for_delivery', at + 8),
      scan('in_transit', at + 18, { place: { country: 'DE', facility: 'Depot 7' } }),
    ];
    expect(given(parcel(), flying, ...day(100), ...day(124), ...day(148)).at(170).wrong).toEqual([]);
  });
});
