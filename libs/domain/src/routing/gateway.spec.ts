import { describe, expect, it } from '@jest/globals';
import { gatewayOf, laneOf } from './gateway.ts';

describe('gateways', () => {
  it.each([
    ['HK', 'CN'],
    ['PR', 'US'],
    ['RE', 'FR'],
    ['DE', 'DE'],
  ])('%s is served by %s', (country, gateway) => {
    expect(gatewayOf(country)).toBe(gateway);
  });

  it.each([
    ['CN', 'DE', 'cross_border'],
    ['CN', 'HK', 'domestic'],
    ['BR', 'BR', 'domestic'],
    [null, 'DE', 'cross_border'],
  ])('from %s to %s is %s', (origin, destination, lane) => {
    expect(laneOf(origin, destination)).toBe(lane);
  });
});
