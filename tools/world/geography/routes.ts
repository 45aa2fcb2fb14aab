import type { Leg, Mode } from '../wire/words.ts';
import type { Rhythm } from './calendar.ts';
import { companies as by, senders, type Company, type Sender } from './companies.ts';
import type { Country, Destination } from './places.ts';

/** A service that a provider sells, and what becomes of parcels on it. */
export interface Route {
  readonly id: string;
  readonly name: string;
  readonly provider: Sender;
  readonly lastMile: Sender;
  readonly destination: Destination;
  readonly mode: Mode;
  readonly terms: 'DDP' | 'DAP';
  readonly clearance: 'postal' | 'express' | 'formal';
  /** Countries passed on the way, where scans happen. */
  readonly transit: readonly Country[];
  /** Where a hub lies: abroad before import, or in the destination country after it. */
  readonly hub: 'before_import' | 'after_import' | null;
  /** Share of parcels whose customs are done while they are still on the leg before. */
  readonly precleared: { readonly export: number; readonly import: number };
  readonly companies: Readonly<Record<Leg, Company>>;
  readonly importRhythm: Rhythm;
  readonly deliveryRhythm: Rhythm;
  /** Whether the last mile has a tracking number of its own. */
  readonly ownLastMileNumber: boolean;
  /** Days from hand-over to delivery, as the provider claims: what about the fastest tenth takes. */
  readonly claimedDays: number;
  /** Days from order to the promised delivery. */
  readonly promisedDays: number;
  /** Share of all parcels. */
  readonly share: number;
  /** All stays take this many times what is usual. */
  readonly slowness: number;
  /** By how much the slowness grows in 30 days. */
  readonly driftIn30Days: number;
}

const pearl = {
  collection: by.pearlCollect,
  warehousing: by.pearlStore,
  export_customs: by.gateBrokers,
  trunk_line: by.atlasAir,
};
const delta = {
  collection: by.deltaCollect,
  warehousing: by.deltaStore,
  export_customs: by.harbourBrokers,
  trunk_line: by.meridianAir,
};

export const routes: readonly Route[] = [
  {
    id: 'pearl-us-air',
    name: 'Pearl Air US',
    provider: senders.yanwen,
    lastMile: senders.usps,
    destination: 'US',
    mode: 'economy_air',
    terms: 'DDP',
    clearance: 'postal',
    transit: [],
    hub: 'after_import',
    precleared: { export: 0.5, import: 0.3 },
    companies: { ...pearl, import_customs: by.postalCustoms, transshipment: by.usps, last_mile: by.usps },
    importRhythm: 'every_day',
    deliveryRhythm: 'every_day',
    ownLastMileNumber: false,
    claimedDays: 6,
    promisedDays: 13,
    share: 0.23,
    slowness: 1,
    driftIn30Days: 0,
  },
  {
    id: 'swift-us-express',
    name: 'Swift Express US',
    provider: senders.swift,
    lastMile: senders.ups,
    destination: 'US',
    mode: 'express',
    terms: 'DDP',
    clearance: 'express',
    transit: [],
    hub: null,
    precleared: { export: 0.8, import: 0.7 },
    companies: {
      ...pearl,
      trunk_line: by.swiftJets,
      import_customs: by.gateBrokers,
      transshipment: by.ups,
      last_mile: by.ups,
    },
    importRhythm: 'every_day',
    deliveryRhythm: 'office',
    ownLastMileNumber: true,
    claimedDays: 3,
    promisedDays: 10,
    share: 0.1,
    slowness: 0.8,
    driftIn30Days: 0,
  },
  {
    id: 'orient-us-ocean',
    name: 'Orient Ocean US',
    provider: senders.orient,
    lastMile: senders.ups,
    destination: 'US',
    mode: 'ocean',
    terms: 'DDP',
    clearance: 'formal',
    transit: [],
    hub: null,
    precleared: { export: 0.2, import: 0.2 },
    companies: {
      ...delta,
      trunk_line: by.orientLines,
      import_customs: by.harbourBrokers,
      transshipment: by.ups,
      last_mile: by.ups,
    },
    importRhythm: 'office',
    deliveryRhythm: 'office',
    ownLastMileNumber: true,
    claimedDays: 22,
    promisedDays: 44,
    share: 0.05,
    slowness: 1.1,
    driftIn30Days: 0,
  },
  {
    id: 'delta-de-air',
    name: 'Delta Air Germany',
    provider: senders.delta,
    lastMile: senders.dhl,
    destination: 'DE',
    mode: 'economy_air',
    terms: 'DDP',
    clearance: 'postal',
    transit: [],
    hub: null,
    precleared: { export: 0.4, import: 0.5 },
    companies: { ...delta, import_customs: by.harbourBrokers, transshipment: by.dhl, last_mile: by.dhl },
    importRhythm: 'office',
    deliveryRhythm: 'post_six',
    ownLastMileNumber: true,
    claimedDays: 6,
    promisedDays: 15,
    share: 0.19,
    slowness: 1,
    driftIn30Days: 0.08,
  },
  {
    id: 'steppe-de-rail',
    name: 'Steppe Rail Germany',
    provider: senders.steppe,
    lastMile: senders.dhl,
    destination: 'DE',
    mode: 'rail',
    terms: 'DDP',
    clearance: 'formal',
    transit: [],
    hub: null,
    precleared: { export: 0.2, import: 0 },
    companies: {
      ...delta,
      trunk_line: by.steppeLand,
      import_customs: by.harbourBrokers,
      transshipment: by.dhl,
      last_mile: by.dhl,
    },
    importRhythm: 'office',
    deliveryRhythm: 'post_six',
    ownLastMileNumber: false,
    claimedDays: 17,
    promisedDays: 32,
    share: 0.06,
    slowness: 1,
    driftIn30Days: 0,
  },
  {
    id: 'delta-fr-air',
    name: 'Delta Air France by Liège',
    provider: senders.delta,
    lastMile: senders.colissimo,
    destination: 'FR',
    mode: 'economy_air',
    terms: 'DDP',
    clearance: 'postal',
    transit: ['BE'],
    hub: 'before_import',
    precleared: { export: 0.4, import: 0.6 },
    companies: {
      ...delta,
      import_customs: by.harbourBrokers,
      transshipment: by.liegeHub,
      last_mile: by.colissimo,
    },
    importRhythm: 'office',
    deliveryRhythm: 'post_six',
    ownLastMileNumber: true,
    claimedDays: 6,
    promisedDays: 14,
    share: 0.12,
    slowness: 1,
    driftIn30Days: 0,
  },
  {
    id: 'steppe-fr-truck',
    name: 'Steppe Truck France',
    provider: senders.steppe,
    lastMile: senders.colissimo,
    destination: 'FR',
    mode: 'truck',
    terms: 'DDP',
    clearance: 'formal',
    transit: [],
    hub: null,
    precleared: { export: 0.2, import: 0 },
    companies: {
      ...delta,
      trunk_line: by.steppeLand,
      import_customs: by.harbourBrokers,
      transshipment: by.colissimo,
      last_mile: by.colissimo,
    },
    importRhythm: 'office',
    deliveryRhythm: 'post_six',
    ownLastMileNumber: false,
    claimedDays: 16,
    promisedDays: 27,
    share: 0.03,
    slowness: 1,
    driftIn30Days: 0,
  },
  {
    id: 'pearl-gb-air',
    name: 'Pearl Air Britain',
    provider: senders.yanwen,
    lastMile: senders.royalMail,
    destination: 'GB',
    mode: 'economy_air',
    terms: 'DAP',
    clearance: 'postal',
    transit: [],
    hub: null,
    precleared: { export: 0.5, import: 0.3 },
    companies: {
      ...pearl,
      import_customs: by.postalCustoms,
      transshipment: by.royalMail,
      last_mile: by.royalMail,
    },
    importRhythm: 'every_day',
    deliveryRhythm: 'every_day',
    ownLastMileNumber: false,
    claimedDays: 5,
    promisedDays: 11,
    share: 0.1,
    slowness: 0.9,
    driftIn30Days: 0,
  },
  {
    id: 'pearl-br-air',
    name: 'Pearl Air Brazil',
    provider: senders.yanwen,
    lastMile: senders.correios,
    destination: 'BR',
    mode: 'economy_air',
    terms: 'DAP',
    clearance: 'postal',
    transit: [],
    hub: 'after_import',
    precleared: { export: 0.5, import: 0 },
    companies: {
      ...pearl,
      import_customs: by.postalCustoms,
      transshipment: by.correios,
      last_mile: by.correios,
    },
    importRhythm: 'office',
    deliveryRhythm: 'office',
    ownLastMileNumber: false,
    claimedDays: 9,
    promisedDays: 19,
    share: 0.08,
    slowness: 1.3,
    driftIn30Days: 0,
  },
  {
    id: 'swift-sa-express',
    name: 'Swift Express Saudi Arabia',
    provider: senders.swift,
    lastMile: senders.aramex,
    destination: 'SA',
    mode: 'express',
    terms: 'DAP',
    clearance: 'express',
    transit: [],
    hub: null,
    precleared: { export: 0.8, import: 0.2 },
    companies: {
      ...pearl,
      trunk_line: by.swiftJets,
      import_customs: by.gateBrokers,
      transshipment: by.aramex,
      last_mile: by.aramex,
    },
    importRhythm: 'every_day',
    deliveryRhythm: 'office',
    ownLastMileNumber: true,
    claimedDays: 4,
    promisedDays: 11,
    share: 0.04,
    slowness: 1,
    driftIn30Days: 0,
  },
];
