const parcelId = (number: number) => `019b0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** Text of a sender who tries to be markup. */
export const hostileText = '<img src="x" onerror="document.title=1"> Depot & Söhne';

const scan = (
  milestone: string,
  leg: string | null,
  occurredAt: string,
  place: object | null,
  more = {},
) => ({
  milestone,
  leg,
  occurredAt,
  recordedAt: new Date(Date.parse(occurredAt) + 7_200_000).toISOString(),
  place,
  reason: null,
  source: 'yunexpress',
  mark: null,
  ...more,
});

const china = (city: string, facility?: string) => ({ country: 'CN', city, ...(facility && { facility }) });

const timeline = [
  scan('label_created', 'collection', '2026-03-02T09:12:00+08:00', null),
  scan('picked_up', 'collection', '2026-03-02T17:40:00+08:00', china('Shenzhen')),
  scan('arrived_at_warehouse', 'warehousing', '2026-03-03T02:05:00+08:00', china('Shenzhen', 'SZX-2')),
  scan('weighed', 'warehousing', '2026-03-03T02:31:00+08:00', china('Shenzhen', 'SZX-2')),
  scan('departed_warehouse', 'warehousing', '2026-03-03T19:20:00+08:00', china('Shenzhen', 'SZX-2')),
  scan('export_customs_released', 'export_customs', '2026-03-04T04:00:00+08:00', china('Guangzhou')),
  scan('departed_facility', null, '2026-03-04T06:10:00+08:00', china('Guangzhou'), { mark: 'vague' }),
  scan('departed_origin_country', 'trunk_line', '2026-03-05T01:45:00+08:00', china('Hong Kong', 'HKG')),
  scan('arrived_in_destination_country', 'trunk_line', '2026-03-06T05:30:00+01:00', {
    country: 'DE',
    city: 'Leipzig',
  }),
  scan(
    'import_customs_held',
    'import_customs',
    '2026-03-06T11:02:00+01:00',
    { country: 'DE', facility: hostileText },
    {
      reason: 'documents',
      source: 'dhl',
    },
  ),
];

const exceptionOf = (
  number: number,
  code: string,
  leg: string,
  severity: string,
  amounts: [string, string],
  more = {},
) => ({
  id: `019c0000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  parcelId: parcelId(number),
  orderId: `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  code,
  leg,
  occurrence: 1,
  severity,
  state: 'open',
  openedAt: '2026-03-06T10:02:00.000Z',
  detectedAt: '2026-03-06T12:02:00.000Z',
  carrier: 'yunexpress',
  destinationCountry: ['DE', 'US', 'FR', 'BR'][number % 4],
  valueAtRisk: usd(amounts[0]),
  recoverableValue: usd(amounts[1]),
  suggestedAction: 'send_documents',
  clearedAt: null,
  ...more,
});

export const stubExceptions = [
  exceptionOf(1, 'customs_held', 'import_customs', 'high', ['142.80', '96.40']),
  exceptionOf(2, 'leg_stalled', 'trunk_line', 'medium', ['88.00', '61.25'], {
    suggestedAction: 'contact_carrier',
  }),
  exceptionOf(3, 'address_problem', 'last_mile', 'high', ['54.30', '48.00'], {
    suggestedAction: 'ask_consumer_for_address',
    carrier: 'dhl',
  }),
  exceptionOf(4, 'promise_at_risk', 'awaiting_injection', 'low', ['31.00', '4.10'], {
    suggestedAction: null,
  }),
  exceptionOf(5, 'suspected_lost', 'transshipment', 'critical', ['1204.99', '0.00'], {
    suggestedAction: 'claim',
  }),
  exceptionOf(6, 'not_dispatched', '', 'medium', ['20.00', '18.00'], {
    leg: null,
    parcelId: null,
    carrier: null,
    suggestedAction: 'contact_merchant',
  }),
];

const states = [
  'in_transit',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'in_transit',
  'registered',
  'returning',
  'lost',
];

const parcelOf = (number: number) => {
  const state = states[number % states.length] ?? 'in_transit';
  const done = state === 'delivered' || state === 'lost';
  return {
    id: parcelId(number),
    orderId: `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    externalOrderId: `SHOP-${10_000 + number}`,
    purpose: 'outbound',
    state,
    currentLeg:
      done || state === 'registered' ? null : ['trunk_line', 'import_customs', 'last_mile'][number % 3],
    currentWait: null,
    originCountry: 'CN',
    destinationCountry: ['DE', 'US', 'FR', 'BR'][number % 4],
    routeId: 'economy-eu',
    promisedAt: '2026-03-12T22:59:00.000Z',
    deliveredAt: state === 'delivered' ? '2026-03-09T13:20:00.000Z' : null,
    trackingNumbers: [
      { trackingNumber: `YT26061${String(number).padStart(11, '0')}`, carrier: 'yunexpress' },
      ...(number % 2
        ? [{ trackingNumber: `0034043416109${String(number).padStart(7, '0')}`, carrier: 'dhl' }]
        : []),
    ],
    estimate: done
      ? null
      : {
          p10: '2026-03-09T08:00:00.000Z',
          p50: '2026-03-11T15:00:00.000Z',
          p90: '2026-03-15T18:00:00.000Z',
          pLate: number % 3 === 1 ? 0.72 : 0.31,
        },
  };
};

export const stubParcels = Array.from({ length: 75 }, (_, index) => parcelOf(index + 1));

/** The parcel with the given id as `GET /v1/parcels/:id` answers it. */
export const stubParcel = (id: string) => {
  const parcel = stubParcels.find((one) => one.id === id);
  return (
    parcel && {
      ...parcel,
      ...(parcel === stubParcels[0] && { state: 'in_transit', currentLeg: 'import_customs' }),
      carrierEstimate: { at: '2026-03-13', source: '17track', toldAt: '2026-03-06T09:12:00.000Z' },
      timeline: parcel === stubParcels[4] ? [] : timeline,
      exceptions: stubExceptions.filter((exception) => exception.parcelId === id),
    }
  );
};

const rate = (value: number, low: number, high: number, n: number) => ({ value, low, high, n });

export const stubRoutes = [
  {
    id: '019d0000-0000-7000-8000-000000000001',
    externalId: 'economy-eu',
    name: 'Economy air to Europe',
    providerId: '019e0000-0000-7000-8000-000000000001',
    originCountry: 'CN',
    destinationCountries: ['DE', 'FR', 'ES'],
    mode: 'economy_air',
    terms: 'DDP',
    claimed: { transitDays: 8, receiptRate: 0.995 },
    verified: {
      transitDays: { p50: 9.4, p80: 11.8, p95: 16.2 },
      receiptRate: rate(0.978, 0.969, 0.985, 1_420),
      onTimeRate: rate(0.861, 0.842, 0.878, 1_420),
      n: 1_420,
      asOf: '2026-03-06T00:00:00.000Z',
      status: 'verified',
      why: null,
    },
  },
  {
    id: '019d0000-0000-7000-8000-000000000002',
    externalId: 'rail-eu',
    name: 'Rail to Duisburg',
    providerId: '019e0000-0000-7000-8000-000000000002',
    originCountry: 'CN',
    destinationCountries: ['DE'],
    mode: 'rail',
    terms: 'DAP',
    claimed: { transitDays: 18, receiptRate: null },
    verified: {
      transitDays: { p50: null, p80: null, p95: null },
      receiptRate: null,
      onTimeRate: null,
      n: 12,
      asOf: '2026-03-06T00:00:00.000Z',
      status: 'unverified',
      why: 'transit: 12 mature parcels of 30 needed',
    },
  },
];

export const stubScorecards = [
  {
    by: 'lane',
    subject: 'CN-DE',
    originCountry: 'CN',
    destinationCountry: 'DE',
    parcels: 2_210,
    mature: 1_420,
    transitDays: { p50: 9.4, p80: 11.8, p95: 16.2 },
    receiptRate: rate(0.978, 0.969, 0.985, 1_420),
    onTimeRate: rate(0.861, 0.842, 0.878, 1_420),
  },
  {
    by: 'lane',
    subject: 'CN-BR',
    originCountry: 'CN',
    destinationCountry: 'BR',
    parcels: 318,
    mature: 96,
    transitDays: { p50: 24.1, p80: 38.5, p95: null },
    receiptRate: rate(0.906, 0.831, 0.95, 96),
    onTimeRate: null,
  },
];

export const stubSummaries = {
  parcels: {
    byState: {
      registered: 41,
      in_transit: 1_204,
      out_for_delivery: 88,
      available_for_pickup: 17,
      delivered: 5_310,
      returning: 9,
      returned: 4,
      lost: 3,
      cancelled: 12,
    },
  },
  exceptions: {
    byCode: [
      {
        code: 'leg_stalled',
        count: 31,
        valueAtRisk: [usd('2140.50'), { amount: '310.00', currency: 'EUR' }],
      },
      { code: 'customs_held', count: 12, valueAtRisk: [usd('1512.00')] },
      { code: 'promise_at_risk', count: 44, valueAtRisk: [usd('904.10')] },
      { code: 'address_problem', count: 5, valueAtRisk: [usd('233.70')] },
      { code: 'suspected_lost', count: 2, valueAtRisk: [usd('1264.99')] },
    ],
  },
};

const example = (number: number, text: string | null, readBy: string, milestone: string | null) => ({
  parcelId: parcelId(number),
  text,
  country: 'DE',
  occurredAt: '2026-03-06T10:02:00.000Z',
  milestone,
  readBy,
});

export const stubUnmappedCodes = [
  {
    sender: '17track',
    code: 'InTransit_HeldByCustoms',
    seen: 1_204,
    parcels: 1_187,
    firstSeenAt: '2026-02-11T08:00:00.000Z',
    lastSeenAt: '2026-03-06T11:00:00.000Z',
    examples: [
      example(1, hostileText, 'status', 'in_transit'),
      example(2, 'Die Sendung wird vom Zoll geprüft', 'status', 'in_transit'),
      example(3, null, 'status', 'in_transit'),
    ],
    suggestion: {
      milestone: 'import_customs_held',
      atOrigin: 'export_customs_held',
      leg: null,
      reason: 'customs',
      similarity: 0.71,
      sender: 'royal-mail',
      known: 'held customs',
    },
  },
  {
    sender: 'dhl-express',
    code: 'QX',
    seen: 3,
    parcels: 1,
    firstSeenAt: '2026-03-01T08:00:00.000Z',
    lastSeenAt: '2026-03-02T08:00:00.000Z',
    examples: [example(1, null, 'nothing', 'in_transit')],
    suggestion: null,
  },
];
