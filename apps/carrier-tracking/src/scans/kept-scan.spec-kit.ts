import type { Delivery, KeptScan } from './kept-scan.ts';

/** A scan of 17TRACK's as it is kept, changed where a test says so. */
export const keptScan = (changes: Partial<KeptScan> = {}): KeptScan => ({
  scanId: 'aaaaaaaaaaaaaaaaaaaaaa',
  number: 'A1',
  reading: { milestone: 'picked_up', leg: null, reason: null },
  time: { occurredAt: '2026-01-05T10:00:00+08:00', offsetSource: 'given' },
  place: null,
  rawCode: null,
  weightGrams: null,
  proof: null,
  carriers: ['yanwen'],
  byAggregator: true,
  sender: '17track',
  onlyMerchant: null,
  recordedAt: '2026-01-05T03:00:00.000Z',
  payloadId: '00000000-0000-5000-8000-000000000001',
  parcels: [],
  ...changes,
});

/** It on its way to a parcel that registered its number, as its merchant spells that. */
export const deliveryOf = (
  scan: KeptScan,
  registration: Partial<Delivery['registration']> = {},
): Delivery => ({
  scan,
  registration: {
    merchantId: '00000000-0000-5000-8000-00000000000a',
    parcelId: '00000000-0000-5000-8000-00000000000b',
    number: scan.number,
    trackingNumber: 'a 1',
    carrier: 'Yanwen',
    carrierKey: 'yanwen',
    registeredAt: new Date('2026-01-04T00:00:00Z'),
    ...registration,
  },
  reading: { milestone: 'picked_up', leg: null, reason: null },
  revision: 0,
});
