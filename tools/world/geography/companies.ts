/** How a company tells its scans: nobody is perfect. Shares are of its progress scans; troubles are always told. */
export interface Habits {
  /** Hours between a scan and its being told: median and 90th percentile. */
  readonly lag: readonly [median: number, p90: number];
  /** Never told. */
  readonly dropped: number;
  /** Told only as movement (`arrived_at_facility` and its kin). */
  readonly vague: number;
  /** Told a second time some hours later, word for word. */
  readonly repeated: number;
}

export interface Company extends Habits {
  readonly name: string;
}

const company = (
  name: string,
  lag: Habits['lag'],
  dropped: number,
  vague: number,
  repeated: number,
): Company => ({ name, lag, dropped, vague, repeated });

/** The companies of the seven roles. */
export const companies = {
  // Collectors and warehouses
  pearlCollect: company('pearl-collect', [0.4, 2], 0.02, 0, 0.02),
  pearlStore: company('pearl-store', [0.5, 3], 0.01, 0, 0.01),
  deltaCollect: company('delta-collect', [1.5, 6], 0.03, 0, 0.05),
  deltaStore: company('delta-store', [1, 5], 0.02, 0, 0.02),
  // Export and import brokers
  gateBrokers: company('gate-brokers', [1, 4], 0.02, 0, 0),
  harbourBrokers: company('harbour-brokers', [3, 10], 0.02, 0, 0.03),
  postalCustoms: company('postal-customs', [1, 5], 0.02, 0, 0.02),
  // Linehauls
  atlasAir: company('atlas-air', [0.5, 3], 0.01, 0, 0),
  meridianAir: company('meridian-air', [2, 9], 0.02, 0, 0.04),
  steppeLand: company('steppe-land', [4, 14], 0.02, 0, 0),
  orientLines: company('orient-lines', [5, 18], 0.01, 0, 0),
  swiftJets: company('swift-jets', [0.2, 1], 0.005, 0, 0),
  // Transit hubs
  liegeHub: company('liege-hub', [1, 4], 0.03, 0.1, 0.05),
  // Last mile
  usps: company('usps', [0.5, 3], 0.02, 0.05, 0.03),
  ups: company('ups', [0.2, 1], 0.005, 0, 0),
  dhl: company('dhl', [0.5, 2.5], 0.01, 0, 0.02),
  colissimo: company('colissimo', [1, 5], 0.03, 0.1, 0.05),
  royalMail: company('royal-mail', [1, 6], 0.04, 0.05, 0.02),
  correios: company('correios', [2, 10], 0.04, 0, 0.03),
  aramex: company('aramex', [0.5, 3], 0.01, 0, 0.02),
} as const satisfies Record<string, Company>;

/** Who tells us: the provider for its partners, the last mile for itself. A feed can fall silent as a whole. */
export interface Sender {
  /** As `carrier` of the tracking number. */
  readonly name: string;
  /** Its own shape of payload, or pushes of an aggregator that repeat the whole history every time. */
  readonly channel: 'own_shape' | '17track';
  /** The aggregator's key of the carrier, by its public list. */
  readonly aggregatorKey?: number;
  /** Whether its pushes carry local times without a zone. */
  readonly withoutZone?: boolean;
  /** Days for which a pick-up point keeps a parcel, where it has any. */
  readonly storageDays?: number;
}

export const senders = {
  yanwen: { name: 'yanwen', channel: 'own_shape' },
  delta: { name: 'delta-freight', channel: 'own_shape' },
  steppe: { name: 'steppe-freight', channel: 'own_shape' },
  orient: { name: 'orient-freight', channel: 'own_shape' },
  swift: { name: 'swift-express', channel: 'own_shape' },
  usps: { name: 'usps', channel: 'own_shape', storageDays: 15 },
  ups: { name: 'ups', channel: 'own_shape', storageDays: 7 },
  dhl: { name: 'dhl', channel: 'own_shape', storageDays: 7 },
  colissimo: { name: 'colissimo', channel: 'own_shape', storageDays: 14 },
  royalMail: { name: 'royal-mail', channel: '17track', aggregatorKey: 11_031, storageDays: 18 },
  correios: { name: 'correios', channel: '17track', aggregatorKey: 2_151, withoutZone: true, storageDays: 7 },
  aramex: { name: 'aramex', channel: 'own_shape' },
} as const satisfies Record<string, Sender>;
