import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { trackingEventsTopic, type DataOf } from '@landfall/contracts';
import { SurroundingsError } from '@landfall/persistence';
import { eventually, startTestService, type ReadRecord, type TestService } from '@landfall/testing';
import { v7 } from 'uuid';
import { carrierTracking } from './carrier-tracking.service.ts';
import { ForgetScansHandler } from './forget-scans/forget-scans.handler.ts';
import { ScanTeller } from './tell-scans/scan-teller.ts';
import { allAppliedOf, parcelRegistered } from './testing.spec-kit.ts';

type Scan = DataOf<typeof trackingEventsTopic, 'tracking.milestone_reached'>;

const now = new Date('2026-03-10T12:00:00Z');
const apiKey = 'a key for tests';
let service: TestService;
let trackingEvents: Awaited<ReturnType<TestService['topics']['read']>>;

beforeAll(async () => {
  service = await startTestService(carrierTracking, { env: { CARRIER_17TRACK_API_KEY: apiKey }, now });
  trackingEvents = await service.topics.read(trackingEventsTopic);
});
afterAll(() => service.close());
afterEach(() => void jest.restoreAllMocks());

interface Asking {
  body?: unknown;
  key?: string;
  scopes?: string[];
}

const ask = async (
  of: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { body, key, scopes = ['tracking:read', 'tracking:write'] }: Asking = {},
) => {
  const answer = await fetch(`${service.url}/v1/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await service.tokenOf(of, scopes)}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
};

interface Listed {
  sender: string;
  code: string;
  seen: number;
  parcels: number;
  examples: { parcelId: string; text: string | null; milestone: string | null; readBy: string }[];
  suggestion: { milestone: string; sender: string; known: string; similarity: number } | null;
}
const unmapped = async (of: string, query = ''): Promise<Listed[]> =>
  (await ask(of, 'GET', `unmapped-codes${query}`)).body['data'] as Listed[];

interface Mapping {
  id: string;
  readingAnew: boolean;
  parcels: number;
  correctedParcels: number;
}
const map = async (of: string, mapping: object): Promise<Mapping> => {
  const { status, body } = await ask(of, 'POST', 'code-mappings', { body: mapping });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as unknown as Mapping;
};
const mapping = async (of: string, id: string) =>
  (await ask(of, 'GET', `code-mappings/${id}`)).body as unknown as Mapping;

let numbers = 0;
const freshNumber = () => `RB${String((numbers += 1)).padStart(9, '0')}CN`;

const registered = (of: string, parcelId: string, number: string) =>
  parcelRegistered(of, { parcelId, trackingNumbers: [{ trackingNumber: number, carrier: 'china-post' }] });
const register = async (of: string, number: string): Promise<string> => {
  const parcelId = v7();
  await service.publish(registered(of, parcelId, number));
  return parcelId;
};

/** A signed push of 17TRACK's of events an hour apart: a code, or a code and words. */
const push = async (number: string, ...told: (string | [string, string])[]): Promise<void> => {
  const events = told.map((one, hour) => {
    const [sub_status, description] = typeof one === 'string' ? [one, ''] : one;
    return { time_iso: `2026-03-06T0${hour}:00:00Z`, sub_status, description, address: { country: 'CN' } };
  });
  const body = JSON.stringify({
    event: 'TRACKING_UPDATED',
    data: { number, carrier: 3011, track_info: { tracking: { providers: [{ events }] } } },
  });
  const answer = await fetch(`${service.url}/v1/carriers/17track/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      sign: createHash('sha256').update(`${body}/${apiKey}`).digest('hex'),
    },
    body,
  });
  expect(answer.status).toBe(202);
};

/** Resolves when all that was sent before has been applied, walked and told. */
const settled = async (): Promise<void> => {
  await eventually(() => service.setClock(now), await allAppliedOf(service.topics));
};

interface Told extends Scan {
  type: string | undefined;
}
const toldOf = (records: ReadRecord[], parcelId: string): Told[] =>
  records
    .filter(({ key }) => key === parcelId)
    .map(({ headers, value }) => ({
      type: headers['ce_type']?.replace('tracking.', ''),
      ...(value as Scan),
    }));

/** All that a parcel's followers have been told: as many events as its row has versions. */
const told = async (parcelId: string): Promise<Told[]> => {
  await settled();
  const [row] = await service.query<{ version: number }>(
    'SELECT version FROM carrier_tracking.tracked_parcel WHERE parcel_id = $1',
    [parcelId],
  );
  return toldOf(
    await trackingEvents.until((records) => toldOf(records, parcelId).length >= (row?.version ?? 0)),
    parcelId,
  );
};
const storyOf = async (parcelId: string): Promise<string[]> =>
  (await told(parcelId)).map(({ type, milestone, revision }) => `${type} ${milestone} ${revision}`);

const sorted = { sender: '17track', code: 'InTransit_Levitating', milestone: 'sorted' };

describe('codes that stand in no table', () => {
  it('are counted and shown to the merchants of their parcels alone, with examples and what they may mean', async () => {
    const [merchant, other, stranger] = [randomUUID(), randomUUID(), randomUUID()];
    const [first, second] = [freshNumber(), freshNumber()];
    const parcelId = await register(merchant, first);
    await register(merchant, second);
    await register(other, second);
    const words = 'Held by customs, signed for by Jane Roe';
    await push(first, ['InTransit_HeldByCustoms', words], 'InTransit_Other', 'InTransit_HeldByCustoms');
    await push(second, 'InTransit_HeldByCustoms', 'InTransit_Levitating');
    await settled();
    const [held, levitating] = await unmapped(merchant);
    expect(held).toMatchObject({
      sender: '17track',
      code: 'InTransit_HeldByCustoms',
      seen: 3,
      parcels: 2,
      suggestion: { milestone: 'import_customs_held', similarity: expect.any(Number) },
    });
    expect(held?.examples).toHaveLength(3);
    expect(held?.examples).toContainEqual({
      parcelId,
      text: words,
      country: 'CN',
      occurredAt: '2026-03-06T00:00:00.000Z',
      milestone: 'in_transit',
      readBy: 'status',
    });
    expect(levitating).toMatchObject({ code: 'InTransit_Levitating', seen: 1, parcels: 1 });
    expect((await unmapped(other)).map(({ code, parcels }) => [code, parcels])).toEqual([
      ['InTransit_HeldByCustoms', 1],
      ['InTransit_Levitating', 1],
    ]);
    expect(await unmapped(stranger)).toEqual([]);
    expect(JSON.stringify(await told(parcelId))).not.toContain('Jane Roe');
  });

  it('come in pages, of one sender where it is named', async () => {
    const merchant = randomUUID();
    const number = freshNumber();
    await register(merchant, number);
    await push(number, 'InTransit_A', 'InTransit_B', 'InTransit_C');
    await settled();
    const page = await ask(merchant, 'GET', 'unmapped-codes?limit=2');
    expect(page.body['data']).toMatchObject([{ code: 'InTransit_A' }, { code: 'InTransit_B' }]);
    const cursor = String(page.body['nextCursor']);
    expect(await unmapped(merchant, `?limit=2&cursor=${cursor}`)).toMatchObject([{ code: 'InTransit_C' }]);
    expect(await unmapped(merchant, '?sender=17track')).toHaveLength(3);
    expect(await unmapped(merchant, '?sender=ups')).toEqual([]);
    expect(await ask(merchant, 'GET', 'unmapped-codes?cursor=nonsense')).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    });
  });
});

describe('mapping a code', () => {
  it('corrects what parcels were told, for the merchant alone and once, and is how it is read from then on', async () => {
    const [merchant, other] = [randomUUID(), randomUUID()];
    const number = freshNumber();
    const [ofMerchant, ofOther] = [await register(merchant, number), await register(other, number)];
    await push(number, 'InTransit_Levitating', 'InTransit_PickedUp');
    await settled();
    const { id } = await map(merchant, { ...sorted, code: ' intransit_LEVITATING', reason: 'carrier' });
    expect(await storyOf(ofMerchant)).toEqual([
      'milestone_reached in_transit 0',
      'milestone_reached picked_up 0',
      'milestone_corrected sorted 1',
    ]);
    const [before, , after] = await told(ofMerchant);
    expect(after).toEqual({
      ...before,
      type: 'milestone_corrected',
      milestone: 'sorted',
      reason: 'carrier',
      revision: 1,
    });
    expect(await storyOf(ofOther)).toHaveLength(2);
    expect(await mapping(merchant, id)).toMatchObject({
      sender: '17track',
      code: 'INTRANSIT_LEVITATING',
      milestone: 'sorted',
      readingAnew: false,
      parcels: 1,
      correctedParcels: 1,
    });
    expect(await unmapped(merchant)).toEqual([]);
    expect(await unmapped(other)).toHaveLength(1);

    const later = freshNumber();
    const laterParcel = await register(merchant, later);
    await push(later, 'InTransit_Levitating');
    expect(await storyOf(laterParcel)).toEqual(['milestone_reached sorted 0']);
    expect(await mapping(merchant, id)).toMatchObject({ parcels: 2, correctedParcels: 1 });
  });

  it('changes nothing when it is said again, and goes on from what was told last when it is said otherwise or taken back', async () => {
    const merchant = randomUUID();
    const [told, later] = [freshNumber(), freshNumber()];
    const [parcelId, laterParcel] = [await register(merchant, told), await register(merchant, later)];
    await push(told, 'InTransit_Levitating');
    await settled();
    const { id } = await map(merchant, sorted);
    await settled();
    expect((await map(merchant, sorted)).id).toBe(id);
    await push(later, 'InTransit_Levitating');
    await settled();
    await map(merchant, { ...sorted, milestone: 'weighed' });
    expect(await storyOf(parcelId)).toEqual([
      'milestone_reached in_transit 0',
      'milestone_corrected sorted 1',
      'milestone_corrected weighed 2',
    ]);
    expect(await ask(merchant, 'DELETE', `code-mappings/${id}`)).toMatchObject({ status: 204 });
    expect(await storyOf(parcelId)).toEqual([
      'milestone_reached in_transit 0',
      'milestone_corrected sorted 1',
      'milestone_corrected weighed 2',
      'milestone_corrected in_transit 3',
    ]);
    expect(await storyOf(laterParcel)).toEqual([
      'milestone_reached sorted 0',
      'milestone_corrected weighed 1',
      'milestone_corrected in_transit 2',
    ]);
    expect(await ask(merchant, 'DELETE', `code-mappings/${id}`)).toMatchObject({ status: 404 });
    expect(await unmapped(merchant)).toHaveLength(1);
  });

  it('makes a scan of what its sender calls none, and none of what he calls one', async () => {
    const merchant = randomUUID();
    const [first, second] = [freshNumber(), freshNumber()];
    const [parcelId, next] = [await register(merchant, first), await register(merchant, second)];
    await push(first, 'NotFound_Other', 'InTransit_PickedUp');
    expect(await storyOf(parcelId)).toEqual(['milestone_reached picked_up 0']);
    await map(merchant, { sender: '17track', code: 'NotFound_Other', milestone: 'label_created' });
    expect(await storyOf(parcelId)).toEqual([
      'milestone_reached picked_up 0',
      'milestone_reached label_created 0',
    ]);
    await map(merchant, { sender: '17track', code: 'InTransit_PickedUp', noScan: true });
    await push(second, 'InTransit_PickedUp', 'NotFound_Other');
    expect(await storyOf(next)).toEqual(['milestone_reached label_created 0']);
    await map(merchant, { sender: '17track', code: 'InTransit_PickedUp', milestone: 'dropped_off' });
    expect(await storyOf(next)).toEqual([
      'milestone_reached label_created 0',
      'milestone_reached dropped_off 0',
    ]);
    expect(await storyOf(parcelId)).toEqual([
      'milestone_reached picked_up 0',
      'milestone_reached label_created 0',
      'milestone_corrected dropped_off 1',
    ]);
  });

  it('reaches what a merchant uploaded, and parcels in units', async () => {
    const merchant = randomUUID();
    const { body: made } = await ask(merchant, 'POST', 'units', {
      body: { externalId: '784-12345675', type: 'mawb' },
    });
    const number = freshNumber();
    const inUnit = await register(merchant, number);
    await settled();
    await ask(merchant, 'POST', `units/${String(made['id'])}/contents`, { body: { parcelIds: [inUnit] } });
    await push('78412345675', 'InTransit_Levitating');
    const uploaded = { trackingNumber: number, carrier: 'china-post', rawCode: 'X7', milestone: 'delayed' };
    await ask(merchant, 'POST', 'tracking-events/batch', {
      body: [{ ...uploaded, occurredAt: '2026-03-07T00:00:00Z' }],
    });
    expect((await storyOf(inUnit)).sort()).toEqual([
      'milestone_reached delayed 0',
      'milestone_reached in_transit 0',
    ]);
    await map(merchant, sorted);
    await map(merchant, { sender: 'landfall', code: 'x7', milestone: 'damaged' });
    expect((await storyOf(inUnit)).sort()).toEqual([
      'milestone_corrected damaged 1',
      'milestone_corrected sorted 1',
      'milestone_reached delayed 0',
      'milestone_reached in_transit 0',
    ]);
  });

  it('leaves scans that are forgotten as they were told', async () => {
    const merchant = randomUUID();
    const number = freshNumber();
    const parcelId = await register(merchant, number);
    await push(number, 'InTransit_Levitating');
    await settled();
    const { id } = await map(merchant, sorted);
    await settled();
    await service.query(
      'UPDATE carrier_tracking.tracking_number SET heard_on = current_date - 181 WHERE number = $1',
      [number],
    );
    await service.app.get(ForgetScansHandler, { strict: false }).forget();
    expect(
      await service.query('SELECT FROM carrier_tracking.told_reading WHERE parcel_id = $1', [parcelId]),
    ).toEqual([]);
    await ask(merchant, 'DELETE', `code-mappings/${id}`);
    expect(await storyOf(parcelId)).toHaveLength(2);
    expect(await unmapped(merchant)).toEqual([]);
  });

  it('walks through a thousand parcels a part at a time, whatever fails or changes meanwhile, each corrected once', async () => {
    const merchant = randomUUID();
    const made = Array.from({ length: 1_100 }, () => ({ parcelId: v7(), number: freshNumber() }));
    await service.publish(...made.map(({ parcelId, number }) => registered(merchant, parcelId, number)));
    await settled();
    for (let at = 0; at < made.length; at += 100)
      await Promise.all(made.slice(at, at + 100).map(({ number }) => push(number, 'InTransit_Levitating')));
    await settled();
    const teller = service.app.get(ScanTeller, { strict: false });
    const tell = teller.tell.bind(teller);
    let parts = 0;
    let saidOtherwise: Promise<Mapping> | undefined;
    jest.spyOn(teller, 'tell').mockImplementation(async (...told) => {
      await tell(...told);
      parts += 1;
      if (parts === 2) throw new SurroundingsError('Postgres went away');
      // It waits for this part of the walk to be committed.
      if (parts === 3) saidOtherwise = map(merchant, { ...sorted, milestone: 'weighed' });
    });
    await map(merchant, sorted);
    await expect(service.setClock(now)).rejects.toThrow('503');
    await service.setClock(now);
    await saidOtherwise;
    await settled();
    expect(parts).toBeGreaterThanOrEqual(5);
    const corrected = (records: ReadRecord[]) =>
      new Set(records.filter(({ value }) => (value as Scan).milestone === 'weighed').map(({ key }) => key));
    const ids = made.map(({ parcelId }) => parcelId);
    const events = await trackingEvents.until((records) => {
      const keys = corrected(records);
      return ids.every((id) => keys.has(id));
    });
    for (const { parcelId } of made) {
      const story = toldOf(events, parcelId);
      expect(story.map(({ revision }) => revision)).toEqual(story.map((_, index) => index));
      expect(story.at(-1)?.milestone).toBe('weighed');
    }
  });
});

describe('what is no mapping', () => {
  const merchant = randomUUID();
  it.each([
    [{ sender: '17track', code: 'X' }, 400, '/milestone'],
    [{ ...sorted, milestone: 'levitated' }, 400, '/milestone'],
    [{ ...sorted, leg: 'trunk_line' }, 400, '/leg'],
    [{ ...sorted, reason: 'gravity' }, 400, '/reason'],
    [{ ...sorted, noScan: true }, 400, '/milestone'],
    [{ ...sorted, code: ' ' }, 400, '/code'],
    [{ ...sorted, colour: 'red' }, 400, '/colour'],
    [{ ...sorted, sender: 'nobody' }, 422, '/sender'],
  ])('%j is answered %i and names %s', async (body, status, pointer) => {
    const answer = await ask(merchant, 'POST', 'code-mappings', { body });
    expect(answer).toMatchObject({ status, body: { errors: [{ pointer }] } });
    expect((await ask(merchant, 'GET', 'code-mappings')).body['data']).toEqual([]);
  });

  it('needs the scope, a merchant of its own, and a key is for one body', async () => {
    const key = randomUUID();
    const first = await ask(merchant, 'POST', 'code-mappings', { body: sorted, key });
    expect(await ask(merchant, 'POST', 'code-mappings', { body: sorted, key })).toEqual(first);
    const otherBody = { body: { ...sorted, milestone: 'weighed' }, key };
    expect(await ask(merchant, 'POST', 'code-mappings', otherBody)).toMatchObject({ status: 422 });
    const reading = { body: sorted, scopes: ['tracking:read'] };
    expect(await ask(merchant, 'POST', 'code-mappings', reading)).toMatchObject({ status: 403 });
    const id = String(first.body['id']);
    for (const method of ['GET', 'DELETE'] as const)
      expect(await ask(randomUUID(), method, `code-mappings/${id}`)).toMatchObject({ status: 404 });
    expect(await ask(merchant, 'GET', `code-mappings/${id}`)).toMatchObject({ status: 200 });
  });
});
