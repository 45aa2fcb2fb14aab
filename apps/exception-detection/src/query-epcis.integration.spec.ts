import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deterministicId, type OutgoingEvent } from '@landfall/messaging';
import type { EpcisEvent, EpcisQueryDocument } from '@landfall/domain';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import { merchantId, orderId, parcelId, registered, scanned } from './testing-events.spec-kit.ts';

const base = 'https://parcels.example';
const unitId = deterministicId('unit', 'bag');
let service: TestService;
let token: string;

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date('2026-01-10T00:00:00Z'),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9', PUBLIC_URL: base },
  });
  token = await service.tokenOf(merchantId, ['parcels:read']);
});
afterAll(() => service.close());

interface Page {
  status: number;
  events: readonly EpcisEvent[];
  document: EpcisQueryDocument & { code?: string; errors?: { pointer: string }[] };
  /** The query behind the link, and its relation. */
  query: string;
  relation: string | undefined;
}

const page = async (query: string, bearer = token): Promise<Page> => {
  const answer = await fetch(`${service.url}/v1/epcis/events${query}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  const document = (await answer.json()) as Page['document'];
  const [, link = '', relation] =
    /^<https:\/\/parcels\.example\/v1\/epcis\/events(\?[^>]*)>; rel="([^"]*)"$/.exec(
      answer.headers.get('link') ?? '',
    ) ?? [];
  return {
    status: answer.status,
    events: document.epcisBody?.queryResults.resultsBody.eventList ?? [],
    document,
    query: link,
    relation,
  };
};

/** All pages from a query on, and the query that goes on from there. */
const take = async (query: string, bearer = token): Promise<{ events: EpcisEvent[]; later: string }> => {
  const events: EpcisEvent[] = [];
  for (let next = query; ;) {
    const one = await page(next, bearer);
    expect(one.status).toBe(200);
    events.push(...one.events);
    if (one.relation !== 'next') {
      expect(one.relation).toBe('https://landfall.example/epcis/later');
      return { events, later: one.query };
    }
    next = one.query;
  }
};

const idOf = ({ data }: OutgoingEvent): string => (data as { eventId: string }).eventId;
const idsOf = (events: readonly EpcisEvent[]) => events.map(({ eventID }) => eventID);
const urn = (event: OutgoingEvent) => `urn:uuid:${idOf(event)}`;

/** Waits until so many of a parcel's scans are stored. */
const stored = (name: string, count: number) =>
  eventually(
    () =>
      service.query<{ revision: number }>(
        'SELECT revision FROM exception_detection.parcel_event WHERE parcel_id = $1',
        [parcelId(name)],
      ),
    (rows) => rows.length === count,
  );

describe('the events of a merchant', () => {
  let later = '';

  it('are all there, however small the pages, in the order of recording', async () => {
    const [late, early, second] = [
      scanned('one', 'delivered', '2026-01-08T10:00:00-03:00'),
      scanned('one', 'picked_up', '2026-01-02T10:00:00-03:00'),
      scanned('two', 'picked_up', '2026-01-03T10:00:00-03:00', { unitId }),
    ];
    await service.publish(registered('one'), registered('two'));
    await service.publish(late);
    await stored('one', 1);
    await service.publish(early);
    await stored('one', 2);
    await service.publish(second);
    await stored('two', 1);
    const taken = await eventually(
      () => take('?perPage=1'),
      ({ events }) => events.length === 4,
    );
    expect(idsOf(taken.events)).toEqual([
      urn(late),
      urn(early),
      `${base}/epcis/events/${idOf(second)}/unit`,
      urn(second),
    ]);
    expect(taken.events[0]).toMatchObject({
      type: 'ObjectEvent',
      bizStep: 'receiving',
      bizTransactionList: [{ bizTransaction: `${base}/epcis/orders/bt/${orderId('one')}` }],
      'landfall:parcelId': parcelId('one'),
    });
    expect(idsOf((await take('')).events)).toEqual(idsOf(taken.events));
    ({ later } = taken);
  });

  it('go on from where they ended, with what came late and nothing twice', async () => {
    expect((await take(later)).events).toEqual([]);
    const late = scanned('two', 'departed_facility', '2026-01-01T10:00:00-03:00', { unitId });
    await service.publish(late, scanned('two', 'picked_up', '2026-01-03T10:00:00-03:00', { unitId }));
    await stored('two', 2);
    const taken = await eventually(
      () => take(later),
      ({ events }) => events.length > 0,
    );
    expect(idsOf(taken.events)).toEqual([urn(late)]);
    ({ later } = taken);
  });

  it('are declared errors when they are corrected, before the event that is right; what was told stays', async () => {
    const before = await take('');
    const wrong = scanned('one', 'delivered', '2026-01-08T10:00:00-03:00');
    const right = scanned('one', 'available_for_pickup', '2026-01-08T11:00:00-03:00', {
      eventId: idOf(wrong),
      revision: 1,
      recordedAt: '2026-01-09T00:00:00.000Z',
    });
    await service.publish({ ...right, type: 'tracking.milestone_corrected' });
    const taken = await eventually(
      () => take(later),
      ({ events }) => events.length > 0,
    );
    expect(taken.events).toMatchObject([
      {
        eventID: urn(wrong),
        bizStep: 'receiving',
        eventTime: '2026-01-08T10:00:00-03:00',
        errorDeclaration: {
          declarationTime: '2026-01-09T00:00:00.000Z',
          reason: 'incorrect_data',
          correctiveEventIDs: [`${base}/epcis/events/${idOf(wrong)}/revisions/1`],
        },
      },
      { eventID: `${base}/epcis/events/${idOf(wrong)}/revisions/1`, bizStep: 'stocking' },
    ]);
    expect((await take('?perPage=2')).events).toEqual([...before.events, ...taken.events]);
    expect((await take('?EXISTS_errorDeclaration=true')).events).toEqual(taken.events.slice(0, 1));
    ({ later } = taken);
  });

  it('wait for a transaction that began before them, so that nothing is passed over', async () => {
    const [first, second] = [
      scanned('held', 'picked_up', '2026-01-05T10:00:00-03:00'),
      scanned('held', 'departed_facility', '2026-01-06T10:00:00-03:00'),
    ];
    await service.query('BEGIN');
    await service.query(
      `INSERT INTO exception_detection.parcel_event (merchant_id, parcel_id, event_id, revision, occurred_at, scan)
       VALUES ($1, $2, $3, 0, $4, $5)`,
      [
        merchantId,
        parcelId('held'),
        idOf(first),
        (first.data as { occurredAt: string }).occurredAt,
        JSON.stringify(first.data),
      ],
    );
    await service.publish(registered('held'), second);
    const documentOf = async () => {
      const answer = await fetch(`${service.url}/v1/parcels/${parcelId('held')}/epcis`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return (await answer.json()) as { epcisBody?: { eventList: EpcisEvent[] } };
    };
    await eventually(documentOf, ({ epcisBody }) => epcisBody?.eventList.length === 1);
    const none = await take(later);
    expect(none.events).toEqual([]);
    await service.query('COMMIT');
    const taken = await eventually(
      () => take(none.later),
      ({ events }) => events.length === 2,
    );
    expect(idsOf(taken.events)).toEqual([urn(first), urn(second)]);
  });

  it('are found by what the standard asks', async () => {
    const found = async (query: string) => (await take(query)).events.map(({ bizStep }) => bizStep);
    expect(await found('?EQ_bizStep=stocking,receiving')).toEqual(['receiving', 'receiving', 'stocking']);
    expect(await found('?eventType=AggregationEvent')).toEqual([undefined]);
    expect(await found('?GE_eventTime=2026-01-08T14:00:00Z')).toEqual(['stocking']);
    expect(await found('?LT_recordTime=2026-01-02T00:00:00Z&perPage=1')).toEqual(['departing']);
    const epc = encodeURIComponent(`${base}/epcis/carriers/correios/obj/N-two`);
    expect(await found(`?MATCH_epc=${epc}`)).toEqual([undefined, 'accepting', 'departing']);
    expect(await found(`?MATCH_epc=${encodeURIComponent(`${base}/epcis/carriers/dhl/obj/N-two`)}`)).toEqual(
      [],
    );
    expect(await found('?MATCH_epc=urn:epc:id:sgtin:0614141.107346.2017')).toEqual([]);
  });

  it.each([
    ['?EQ_bizLocation=x', '/EQ_bizLocation'],
    ['?GE_eventTime=yesterday', '/GE_eventTime'],
    ['?perPage=1001', '/perPage'],
    ['?orderDirection=DESC', '/orderDirection'],
  ])('are not asked for by %s', async (query, pointer) => {
    const { status, document } = await page(query);
    expect([status, document.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('are not asked for by a token that is none', async () => {
    for (const token of ['x', Buffer.from('{"at":"1","eventId":"x","nth":0}').toString('base64url')])
      expect(await page(`?nextPageToken=${token}`)).toMatchObject({
        status: 400,
        document: { code: 'invalid_cursor' },
      });
  });

  it("are nobody else's", async () => {
    const stranger = await service.tokenOf(deterministicId('merchant', 'stranger'), ['parcels:read']);
    expect((await take('', stranger)).events).toEqual([]);
    const without = await service.tokenOf(merchantId, ['exceptions:read']);
    expect((await page('', without)).status).toBe(403);
  });

  it('are not told in another order where Postgres was restored', async () => {
    const restored = deterministicId('merchant', 'restored');
    await service.query(
      `INSERT INTO exception_detection.parcel_event (merchant_id, parcel_id, event_id, revision, occurred_at, scan, recorded)
       VALUES ($1, $1, $1, 0, now(), '{}', '9000000000000000000')`,
      [restored],
    );
    const theirs = await service.tokenOf(restored, ['parcels:read']);
    expect(await page('', theirs)).toMatchObject({
      status: 503,
      document: { code: 'history_ahead_of_database' },
    });
    const ahead = { at: '9000000000000000000', eventId: restored, nth: 2 };
    const token = Buffer.from(JSON.stringify(ahead)).toString('base64url');
    expect(await page(`?nextPageToken=${token}`)).toMatchObject({
      status: 409,
      document: { code: 'token_ahead_of_history' },
    });
  });
});
