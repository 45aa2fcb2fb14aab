import type { Milestone } from '@landfall/contracts';
import { Draws } from './random.ts';

/** A scan of the story, `hours` after its order was placed. */
export interface StoryScan {
  hours: number;
  milestone: Milestone;
  country: string;
  city: string | null;
}

export interface StoryParcel {
  externalId: string;
  trackingNumber: string;
  lane: Lane;
  /** How long ago its order was placed. */
  ageHours: number;
  promisedAfterDays: number;
  price: number;
  cost: number;
  title: string;
  sku: string;
  weightGrams: number;
  cancelledAfterHours: number | null;
  /** Told by signed 17TRACK pushes instead of our own batch shape. */
  byPush: boolean;
  /** In the order of time; those that lie in the future are not told. */
  scans: StoryScan[];
}

export interface Lane {
  country: string;
  city: string;
  locale: string;
  route: string;
  routeName: string;
  provider: string;
  carrier: string;
  /** 17TRACK's key of the carrier. */
  carrierKey: number;
  trunk: readonly [p50: number, p95: number];
  claimedDays: number;
  currency: string;
}

/** The lanes of the story: what each route claims, and what its trunk line does (hours). */
export const lanes: readonly Lane[] = [
  {
    country: 'US',
    city: 'Los Angeles',
    locale: 'en',
    route: 'swift-us',
    routeName: 'Swift Air US',
    provider: 'swift',
    carrier: 'usps',
    carrierKey: 21051,
    trunk: [60, 150],
    claimedDays: 9,
    currency: 'USD',
  },
  {
    country: 'DE',
    city: 'Leipzig',
    locale: 'de',
    route: 'swift-de',
    routeName: 'Swift Air Germany',
    provider: 'swift',
    carrier: 'dhl',
    carrierKey: 100001,
    trunk: [55, 130],
    claimedDays: 8,
    currency: 'EUR',
  },
  {
    country: 'FR',
    city: 'Roissy',
    locale: 'fr',
    route: 'steppe-rail-fr',
    routeName: 'Steppe Rail France',
    provider: 'steppe',
    carrier: 'colissimo',
    carrierKey: 6051,
    trunk: [380, 620],
    claimedDays: 24,
    currency: 'EUR',
  },
  {
    country: 'BR',
    city: 'Curitiba',
    locale: 'pt-BR',
    route: 'austral-br',
    routeName: 'Austral Brazil',
    provider: 'austral',
    carrier: 'correios',
    carrierKey: 2151,
    trunk: [90, 260],
    claimedDays: 14,
    currency: 'BRL',
  },
];

const goods = [
  ['Power bank 20 Ah', 31, 380],
  ['Linen dress', 48, 420],
  ['Desk lamp', 27, 900],
  ['Wireless earbuds', 64, 120],
  ['Trail shoes', 72, 980],
  ['Ceramic teapot', 39, 1_250],
] as const;

type Fate = 'delivered' | 'lost' | 'held' | 'silent' | 'cancelled' | 'contradictory' | 'stalled';

/** The seeded story: `count` parcels of the last 45 days, most of them well, some in every kind of trouble. */
export const tellStory = (seed: number, count: number): StoryParcel[] => {
  const draws = new Draws(seed);
  return Array.from({ length: count }, (_, index) => parcelOf(draws, index));
};

const parcelOf = (draws: Draws, index: number): StoryParcel => {
  const lane = draws.pick(lanes.map((one, rank) => [one, lanes.length - rank] as const));
  const [title, price, weightGrams] = draws.pick(goods.map((one) => [one, 1] as const));
  const fate = draws.pick<Fate>([
    ['delivered', 88],
    ['stalled', 3],
    ['lost', 2],
    ['held', 2],
    ['silent', 2],
    ['cancelled', 2],
    ['contradictory', 1],
  ]);
  const number = String(index + 1).padStart(4, '0');
  return {
    externalId: `DEMO-${number}`,
    trackingNumber: `LF${String(70_000_000 + index * 37)}${lane.country}`,
    lane,
    ageHours: draws.next() * 45 * 24,
    promisedAfterDays: lane.claimedDays + 5,
    price: price + Math.floor(draws.next() * 20),
    cost: Math.round(price * 0.4),
    title,
    sku: title.toUpperCase().replaceAll(' ', '-'),
    weightGrams,
    cancelledAfterHours: fate === 'cancelled' ? 60 : null,
    byPush: index % 10 === 0,
    scans: scansOf(draws, lane, fate),
  };
};

const scansOf = (draws: Draws, lane: Lane, fate: Fate): StoryScan[] => {
  if (fate === 'silent') return [{ hours: 6, milestone: 'label_created', country: 'CN', city: 'Shenzhen' }];
  const scans: StoryScan[] = [];
  let hours = 0;
  const scan = (
    milestone: Milestone,
    p50: number,
    p95: number,
    country = 'CN',
    city: string | null = 'Shenzhen',
  ) => {
    hours += draws.lognormal(p50, p95);
    scans.push({ hours, milestone, country, city });
  };
  const there = [lane.country, lane.city] as const;
  scan('picked_up', 20, 44);
  scan('arrived_at_warehouse', 14, 40);
  scan('departed_warehouse', 10, 30);
  scan('export_customs_released', 6, 20);
  scan('handed_to_linehaul', 10, 36);
  if (fate === 'lost') return scans;
  scan('arrived_in_destination_country', lane.trunk[0], lane.trunk[1], ...there);
  if (fate === 'held') {
    scan('import_customs_held', 5, 12, ...there);
    return scans;
  }
  scan('import_customs_released', 10, 40, ...there);
  scan('arrived_at_delivery_depot', 12, 36, ...there);
  if (fate === 'stalled') return scans;
  scan('out_for_delivery', 16, 48, ...there);
  scan('delivered', 5, 12, ...there);
  if (fate === 'contradictory') scan('arrived_at_delivery_depot', 20, 60, ...there);
  return scans;
};
