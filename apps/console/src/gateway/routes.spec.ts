import { describe, expect, it } from '@jest/globals';
import { gatewayRoutes, routeOf } from './routes.ts';

const where = (method: string, path: string) => {
  const route = routeOf(method, path);
  return route && `${route.open ? 'open ' : ''}${route.to}`;
};

describe('the routes of the gateway', () => {
  it.each([
    ['POST', '/v1/orders', 'order-intake'],
    ['POST', '/v1/orders/batch', 'order-intake'],
    ['POST', '/v1/orders/019a/parcels', 'order-intake'],
    ['POST', '/v1/parcels/019a/tracking-numbers', 'order-intake'],
    ['GET', '/v1/parcels/019a/tracking-numbers', 'exception-detection'],
    ['POST', '/v1/parcels/019a/consumer-reports', 'exception-detection'],
    ['GET', '/v1/parcels', 'exception-detection'],
    ['GET', '/v1/parcels/summary', 'exception-detection'],
    ['GET', '/v1/parcels/019a/explain', 'exception-detection'],
    ['GET', '/v1/parcels/019a/epcis', 'exception-detection'],
    ['GET', '/v1/exceptions', 'exception-detection'],
    ['POST', '/v1/exceptions/019a/acknowledge', 'exception-detection'],
    ['GET', '/v1/incidents', 'exception-detection'],
    ['POST', '/v1/carriers/17track/webhooks', 'open carrier-tracking'],
    ['POST', '/v1/carriers/aftership/webhooks', 'open carrier-tracking'],
    ['POST', '/v1/carriers/easypost/webhooks', 'open carrier-tracking'],
    ['POST', '/v1/carriers/yunexpress/payloads', 'carrier-tracking'],
    ['POST', '/v1/tracking-events/batch', 'carrier-tracking'],
    ['POST', '/v1/epcis/capture', 'carrier-tracking'],
    ['GET', '/v1/epcis/events', 'exception-detection'],
    ['POST', '/v1/units', 'carrier-tracking'],
    ['GET', '/v1/units/019a', 'carrier-tracking'],
    ['POST', '/v1/units/019a/contents', 'carrier-tracking'],
    ['POST', '/v1/units/manifests', 'carrier-tracking'],
    ['POST', '/v1/orders/imports', 'order-intake'],
    ['POST', '/v1/marketplaces/shopify/webhooks', 'open order-intake'],
    ['POST', '/v1/marketplaces/woocommerce/webhooks', 'open order-intake'],
    ['POST', '/v1/marketplaces/shopify/shops', 'order-intake'],
    ['GET', '/v1/marketplaces/shopify/shops', 'order-intake'],
    ['GET', '/v1/notifications', 'notifications'],
    ['GET', '/t/AbC-_1', 'open notifications'],
    ['GET', '/v1/routes/019a', 'capacity-pool'],
    ['GET', '/v1/coverage', 'capacity-pool'],
    ['GET', '/v1/scorecards', 'analytics'],
    ['GET', '/v1/analytics/facts', 'analytics'],
  ])('%s %s goes to %s', (method, path, expected) => expect(where(method, path)).toBe(expected));

  it.each([
    ['GET', '/v1/carriers/17track/webhooks', 'carrier-tracking'],
    ['POST', '/v1/carriers/17track/webhooks/more', 'carrier-tracking'],
  ])('%s %s is no signed push and needs a key', (method, path, expected) =>
    expect(where(method, path)).toBe(expected),
  );

  it.each([
    '/internal/api-keys/verify',
    '/v1/internal/settle',
    '/v1/orders/../internal/settle',
    '/v1/orders/%2e%2e/%2E%2E/internal/settle',
    '/v1/orders/..%2f..%2finternal',
    '/v1/orders\\..\\internal',
    '/v1/orders//internal',
    '/v1/orders/',
    '/v1/ordersX',
    '/v1/%6frders',
    '/v2/orders',
    '/v1',
    '/health/live',
    '/metrics',
  ])('%s is nowhere', (path) => expect(routeOf('GET', path)).toBeUndefined());

  it('never lead to a path of the services themselves', () => {
    for (const { path } of gatewayRoutes) expect(path).toMatch(/^\/(v1\/[a-z-]+|t)\//);
  });
});
