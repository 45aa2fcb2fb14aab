import type { ServiceName } from '@landfall/contracts';
import { mebibyte } from '@landfall/service-kit';

export interface GatewayRoute {
  /** Segments stand for themselves; `:name` is any one segment, `*` at the end any number of them, none included. */
  path: string;
  /** Every method unless told. */
  methods?: readonly string[];
  to: ServiceName;
  /** Needs no API key: the sender signs the body, or the path holds a secret. */
  open?: true;
  /** Bytes that a body may have, where not 1 MiB: as the service itself has it. */
  bodyLimit?: number;
}

const batchLimit = 16 * mebibyte;
const contentsLimit = 4 * mebibyte;
const webhookLimit = 4 * mebibyte;

/** Which service answers what. The first route that fits is taken; what fits none does not exist. */
export const gatewayRoutes: readonly GatewayRoute[] = [
  { path: '/v1/orders/batch', methods: ['POST'], to: 'order-intake', bodyLimit: batchLimit },
  { path: '/v1/orders/imports', methods: ['POST'], to: 'order-intake', bodyLimit: batchLimit },
  { path: '/v1/orders/*', to: 'order-intake' },
  { path: '/v1/parcels/:id/tracking-numbers', methods: ['POST'], to: 'order-intake' },
  {
    path: '/v1/marketplaces/:marketplace/webhooks',
    methods: ['POST'],
    to: 'order-intake',
    open: true,
    bodyLimit: webhookLimit,
  },
  { path: '/v1/marketplaces/:marketplace/shops', to: 'order-intake' },

  { path: '/v1/parcels/*', to: 'exception-detection' },
  { path: '/v1/exceptions/*', to: 'exception-detection' },
  { path: '/v1/incidents/*', to: 'exception-detection' },

  { path: '/v1/carriers/:sender/webhooks', methods: ['POST'], to: 'carrier-tracking', open: true },
  { path: '/v1/carriers/*', to: 'carrier-tracking' },
  { path: '/v1/tracking-events/*', to: 'carrier-tracking', bodyLimit: batchLimit },
  { path: '/v1/units/manifests', methods: ['POST'], to: 'carrier-tracking', bodyLimit: batchLimit },
  { path: '/v1/epcis/events', methods: ['GET'], to: 'exception-detection' },
  { path: '/v1/epcis/*', to: 'carrier-tracking', bodyLimit: batchLimit },
  {
    path: '/v1/units/:id/contents',
    methods: ['POST'],
    to: 'carrier-tracking',
    bodyLimit: contentsLimit,
  },
  { path: '/v1/units/*', to: 'carrier-tracking' },
  { path: '/v1/unmapped-codes/*', to: 'carrier-tracking' },
  { path: '/v1/code-mappings/*', to: 'carrier-tracking' },

  { path: '/v1/notifications/*', to: 'notifications' },
  { path: '/v1/webhook-endpoints/*', to: 'notifications' },
  { path: '/t/*', to: 'notifications', open: true },

  { path: '/v1/providers/*', to: 'capacity-pool' },
  { path: '/v1/routes/*', to: 'capacity-pool' },
  { path: '/v1/rate-cards/*', to: 'capacity-pool' },
  { path: '/v1/trials/*', to: 'capacity-pool' },
  { path: '/v1/quotes/*', to: 'capacity-pool' },
  { path: '/v1/delivery-estimates/*', to: 'capacity-pool' },
  { path: '/v1/allocations/*', to: 'capacity-pool' },
  { path: '/v1/coverage/*', to: 'capacity-pool' },

  { path: '/v1/scorecards/*', to: 'analytics' },
  { path: '/v1/analytics/*', to: 'analytics' },
  { path: '/v1/route-reviews/*', to: 'analytics' },
  { path: '/v1/history-imports/*', to: 'analytics' },
];

/** Empty and dot segments, and encoded slashes and dots: another server could read another path in them. */
const ambiguous = /^\.{0,2}$|%2e|%2f|%5c|\\/i;

const fits = (pattern: readonly string[], segments: readonly string[]): boolean => {
  const open = pattern.at(-1) === '*';
  const fixed = open ? pattern.slice(0, -1) : pattern;
  if (open ? segments.length < fixed.length : segments.length !== fixed.length) return false;
  return fixed.every((part, index) => part.startsWith(':') || part === segments[index]);
};

const segmentsOf = (path: string): string[] => path.split('/').slice(1);

const table = gatewayRoutes.map((route) => ({ route, pattern: segmentsOf(route.path) }));

/**
 * The route of a request; undefined where there is none.
 * @param path as the client sent it, still encoded, without the query
 */
export const routeOf = (method: string, path: string): GatewayRoute | undefined => {
  const segments = segmentsOf(path);
  if (segments.some((segment) => ambiguous.test(segment))) return undefined;
  return table.find(
    ({ route, pattern }) => (route.methods?.includes(method) ?? true) && fits(pattern, segments),
  )?.route;
};
