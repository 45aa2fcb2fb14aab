import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { ordersTopic, parcelsTopic, parcelStatesTopic, type TopicDefinition } from '@landfall/contracts';
import { outgoing, type OutgoingEvent } from '@landfall/messaging';
import type { ServiceDefinition } from '@landfall/service-kit';
import type { INestApplicationContext } from '@nestjs/common';
import { CreateMerchantHandler } from './create-merchant/create-merchant.handler.ts';
import { allScopes } from './create-merchant/scopes.ts';
import { orderIntake } from './order-intake.service.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface ReadRecord {
  key: string | null;
  headers: Record<string, string>;
  value: unknown;
}

interface Reading {
  until(accept: (records: ReadRecord[]) => boolean): Promise<ReadRecord[]>;
}

/** What the specs need of the running service: the test library is theirs to bring. */
export interface RunningService {
  url: string;
  app: INestApplicationContext;
  topics: { read(topic: TopicDefinition): Promise<Reading> };
  serviceToken(): Promise<string>;
  tokenOf(merchantId: string, scopes: string[]): Promise<string>;
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  publish(...events: OutgoingEvent[]): Promise<void>;
  close(): Promise<void>;
}

export interface Reply {
  status: number;
  headers: Headers;
  body: Json;
}

export const pageSecret = 'the secret of tracking pages in tests';
/** The new one and the old one. */
export const shopifySecrets = ['the new secret at Shopify', 'the old secret at Shopify'];
export let service: RunningService;
export let merchantId: string;
let token: string;
export let orders: Reading;
export let parcels: Reading;

export const newMerchant = (key = `lf_test_${randomUUID()}`) =>
  service.app.get(CreateMerchantHandler).create({ name: 'A shop', key });

/** Runs the service for the specs of a file; each one acts as a merchant of its own. */
export const runOrderIntake = (
  start: (definition: ServiceDefinition, options: { env: Record<string, string> }) => Promise<RunningService>,
): void => {
  beforeAll(async () => {
    service = await start(orderIntake, {
      env: {
        PUBLIC_URL: 'https://track.example',
        TRACKING_PAGE_SECRET: pageSecret,
        MARKETPLACE_SHOPIFY_SECRET: shopifySecrets.join(','),
      },
    });
    orders = await service.topics.read(ordersTopic);
    parcels = await service.topics.read(parcelsTopic);
  });

  afterAll(() => service.close());

  beforeEach(async () => {
    merchantId = await newMerchant();
    await actAs(merchantId);
  });
};

/** Sends what follows as this merchant. */
export const actAs = async (id: string, scopes: readonly string[] = allScopes): Promise<void> => {
  token = await service.tokenOf(id, [...scopes]);
};

/** Sends what follows with a token that nobody signed. */
export const actAsNobody = (): void => {
  token = 'nonsense';
};

export const send = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> => {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
};

export const post = (path: string, body?: unknown, key?: string) =>
  send('POST', path, body, key === undefined ? {} : { 'idempotency-key': key });
export const get = (path: string) => send('GET', path);
export const asService = async (method: string, path: string, body?: unknown) =>
  send(method, path, body, { authorization: `Bearer ${await service.serviceToken()}` });

export const usd = (amount: string) => ({ amount, currency: 'USD' });
export const orderBody = (changes: object = {}) => ({
  externalId: randomUUID(),
  marketplace: 'shopify',
  placedAt: '2026-03-01T20:00:00+08:00',
  currency: 'USD',
  buyer: {
    name: 'Jane Roe',
    email: 'jane@roe.example',
    phone: '+49 30 1234',
    locale: 'de',
    consent: { email: true },
  },
  shipTo: { country: 'DE', state: 'BE', city: 'Berlin', postalCode: '10999', lines: ['Ritterstr. 7'] },
  items: [
    {
      sku: 'A',
      title: 'Lamp',
      quantity: 2,
      unitPrice: usd('50.00'),
      unitCost: usd('20.00'),
      weightGrams: 300,
    },
    { sku: 'B', title: 'Cable', quantity: 1, unitPrice: usd('9.99') },
  ],
  promisedAt: '2026-03-20T00:00:00Z',
  routeId: 'my-route',
  importerTaxId: '12.345.678-9',
  ...changes,
});
export const personal = ['Jane', 'roe.example', '+49 30', '10999', 'Ritterstr', '12.345.678-9'];

export const placeOrder = async (changes: object = {}): Promise<Json> => {
  const { status, body } = await post('/v1/orders', orderBody(changes));
  expect(status).toBe(201);
  return body;
};
let number = 0;
export const parcelBody = (changes: object = {}) => ({
  trackingNumber: `RR${(number += 1)}CN`,
  carrier: 'china-post',
  ...changes,
});
export const registerParcel = async (orderId: string, changes: object = {}): Promise<Json> => {
  const { status, body } = await post(`/v1/orders/${orderId}/parcels`, parcelBody(changes));
  expect(status).toBe(201);
  return body;
};

/** The events of these subjects on a topic, once there are so many. */
export const eventsOf = async (topic: Reading, subjects: string[], count: number): Promise<ReadRecord[]> => {
  const own = (records: ReadRecord[]) => records.filter(({ key }) => subjects.includes(key ?? ''));
  return own(await topic.until((records) => own(records).length >= count));
};
export const typesOf = (records: ReadRecord[]) =>
  records.map(({ headers }) => [headers['ce_type'], headers['ce_version']]);

export const stateChanged = (
  parcel: { id: string; orderId: string },
  state: 'delivered' | 'in_transit' | 'cancelled',
  about: { version: number; merchantId: string },
) =>
  outgoing(parcelStatesTopic, 'parcel.state_changed', about, {
    parcelId: parcel.id,
    orderId: parcel.orderId,
    state,
    currentLeg: 'last_mile',
    currentWait: null,
    lastMilestone: null,
    lastEventAt: null,
    dispatchedAt: null,
    outForDeliveryAt: null,
    deliveredAt: null,
    originCountry: null,
    destinationCountry: 'DE',
    routeId: null,
    promisedAt: null,
    estimate: null,
  });
