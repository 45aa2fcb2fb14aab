import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exceptionsTopic } from '@landfall/contracts';
import { deterministicId, type OutgoingEvent } from '@landfall/messaging';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import {
  merchantId,
  orderCancelled,
  orderId,
  orderUpdated,
  parcelId,
  placed,
  registered,
  scanned,
} from './testing-events.spec-kit.ts';

interface Answer {
  orderId: string;
  occurrence: number;
  state: string;
  because: string | null;
}

let service: TestService;
let token: string;

/** Puts events on their topics and waits until each has been applied: nothing orders one topic and another. */
const told = async (...events: OutgoingEvent[]): Promise<void> => {
  await service.publish(...events);
  const ids = [...new Set(events.map((event) => event.id))];
  await eventually(
    () =>
      service.query('SELECT FROM exception_detection.processed_event WHERE event_id = ANY($1::uuid[])', [
        ids,
      ]),
    (rows) => rows.length === ids.length,
  );
};
const listed = async (query: string, bearer = token): Promise<Answer[]> => {
  const answer = await fetch(`${service.url}/v1/exceptions?limit=200&${query}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  return ((await answer.json()) as { data: Answer[] }).data;
};
/** The occurrences of an order's exception, first to last. */
const exceptionsOf = async (name: string): Promise<Answer[]> =>
  (await listed('code=not_dispatched'))
    .filter((exception) => exception.orderId === orderId(name))
    .sort((a, b) => a.occurrence - b.occurrence);
const states = async (name: string) =>
  (await exceptionsOf(name)).map(({ state, because }) => because ?? state);
const rowOf = async (name: string) => {
  const [row] = await service.query(
    `SELECT told->>'externalId' AS name, scanned_parcels, version, next_due_at, xmin
     FROM exception_detection.order_watch WHERE order_id = $1`,
    [orderId(name)],
  );
  return row;
};
const parcelOf = (order: string, name: string, changes: Parameters<typeof registered>[1] = {}) =>
  registered(name, { orderId: orderId(order), ...changes });

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date('2026-01-01T00:00:00Z'),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9' },
  });
  token = await service.tokenOf(merchantId, ['parcels:read', 'exceptions:read']);
});
afterAll(() => service.close());

describe('an order that nobody dispatches', () => {
  it('is told 72 hours after it was placed, not before', async () => {
    await told(placed('silent'));
    await service.setClock(new Date('2026-01-03T23:59:59Z'));
    expect(await exceptionsOf('silent')).toEqual([]);
    await service.setClock(new Date('2026-01-04T00:00:00Z'));
    expect(await exceptionsOf('silent')).toMatchObject([
      {
        state: 'open',
        code: 'not_dispatched',
        leg: null,
        parcelId: null,
        occurrence: 1,
        openedAt: '2026-01-04T00:00:00.000Z',
        detectedAt: '2026-01-04T00:00:00.000Z',
        evidence: { eventIds: [], threshold: { hours: 72 }, basis: 'since placed' },
        blame: { party: 'merchant', reason: 'merchant' },
        carrier: null,
        destinationCountry: 'BR',
        valueAtRisk: { amount: '7.50', currency: 'BRL' },
        recoverableValue: { amount: '5.00', currency: 'BRL' },
        suggestedAction: 'contact_merchant',
      },
    ]);
    expect(await rowOf('silent')).toMatchObject({ next_due_at: null });
  });

  it('is listed among what is open, to its merchant alone', async () => {
    const open = 'state=open&code=not_dispatched&country=BR&sort=-recoverableValue';
    expect((await listed(open)).map((exception) => exception.orderId)).toEqual([orderId('silent')]);
    const stranger = await service.tokenOf(deterministicId('merchant', 'stranger'), ['exceptions:read']);
    expect(await listed(open, stranger)).toEqual([]);
  });

  it('is still not dispatched with a label, and is with the first physical scan of a parcel', async () => {
    await told(registered('silent'), scanned('silent', 'label_created', '2026-01-04T00:00:00Z'));
    expect(await states('silent')).toEqual(['open']);
    await told(scanned('silent', 'picked_up', '2026-01-04T00:00:00Z'));
    expect(await states('silent')).toEqual(['a parcel of the order was scanned']);
  });

  it('has been told once of each, whatever is delivered again', async () => {
    await service.publish(placed('silent'), scanned('silent', 'picked_up', '2026-01-04T00:00:00Z'));
    await told({ ...placed('silent', { shipBy: '2026-01-02T00:00:00Z' }), id: deterministicId('again') });
    await told(orderUpdated('silent', 2, {}));
    expect(await exceptionsOf('silent')).toHaveLength(1);
    const topic = await service.topics.read(exceptionsTopic);
    const records = await topic.until((all) =>
      all.some(({ key, headers }) => key === orderId('silent') && headers['ce_type'] === 'exception.cleared'),
    );
    const ofOrder = records.filter(({ key }) => key === orderId('silent'));
    expect(
      ofOrder.map(({ headers }) => [headers['ce_type'], headers['ce_version'], headers['ce_id']]),
    ).toEqual([
      ['exception.opened', '1', deterministicId('exception.opened', orderId('silent'), 1)],
      ['exception.cleared', '2', deterministicId('exception.cleared', orderId('silent'), 2)],
    ]);
  });

  it('is told no more once it is cancelled', async () => {
    await told(placed('called off', { shipBy: '2026-01-04T06:00:00Z' }));
    await service.setClock(new Date('2026-01-04T06:00:00Z'));
    expect(await states('called off')).toEqual(['open']);
    await told(orderCancelled('called off', 2, '2026-01-04T06:00:00Z'));
    expect(await states('called off')).toEqual(['the order was cancelled']);
  });

  it('waits for a later ship-by time, and is told again when that has passed', async () => {
    await told(placed('moved', { shipBy: '2026-01-04T05:00:00Z' }));
    expect(await states('moved')).toEqual(['open']);
    await told(orderUpdated('moved', 2, { shipBy: '2026-01-05T00:00:00Z' }));
    expect(await states('moved')).toEqual(['the order is not due for dispatch yet']);
    await service.setClock(new Date('2026-01-05T00:00:00Z'));
    expect(await states('moved')).toEqual(['the order is not due for dispatch yet', 'open']);
  });
});

describe('an order is dispatched', () => {
  it('although it comes after its parcel; until then nothing is told of it', async () => {
    await told(registered('early'), scanned('early', 'picked_up', '2026-01-02T00:00:00Z'));
    expect(await rowOf('early')).toMatchObject({
      name: null,
      scanned_parcels: [parcelId('early')],
      version: 0,
      next_due_at: null,
    });
    await told(placed('early'));
    expect(await rowOf('early')).toMatchObject({ name: 'early', version: 0, next_due_at: null });
    expect(await exceptionsOf('early')).toEqual([]);
  });

  it('although the scan comes before the registration that says whose parcel it is', async () => {
    await told(placed('unknown'), scanned('unknown', 'picked_up', '2026-01-02T00:00:00Z'));
    expect(await states('unknown')).toEqual(['open']);
    await told(registered('unknown'));
    expect(await states('unknown')).toEqual(['a parcel of the order was scanned']);
  });

  it('by one of its parcels', async () => {
    await told(
      placed('split', { shipBy: '2026-01-05T06:00:00Z' }),
      parcelOf('split', 'split one'),
      parcelOf('split', 'split two'),
      scanned('split two', 'picked_up', '2026-01-05T00:00:00Z'),
    );
    await service.setClock(new Date('2026-01-05T06:00:00Z'));
    expect(await exceptionsOf('split')).toEqual([]);
    await told(scanned('split one', 'picked_up', '2026-01-05T06:00:00Z'));
    expect(await rowOf('split')).toMatchObject({
      scanned_parcels: [parcelId('split one'), parcelId('split two')].sort(),
    });
  });

  it.each(['replacement', 'return'] as const)('by a %s alone, once it is scanned', async (purpose) => {
    await told(placed(purpose), parcelOf(purpose, purpose, { purpose }));
    expect(await states(purpose)).toEqual(['open']);
    await told(scanned(purpose, 'picked_up', '2026-01-05T00:00:00Z'));
    expect(await states(purpose)).toEqual(['a parcel of the order was scanned']);
  });

  it('no more, when a correction takes the only scan away', async () => {
    const wrong = scanned('mistaken', 'picked_up', '2026-01-02T00:00:00Z');
    await told(registered('mistaken'), wrong);
    await told(placed('mistaken'));
    expect(await exceptionsOf('mistaken')).toEqual([]);
    const { eventId } = wrong.data as { eventId: string };
    const correction = scanned('mistaken', 'label_created', '2026-01-02T00:00:00Z', { eventId, revision: 1 });
    await told({
      ...correction,
      type: 'tracking.milestone_corrected',
      id: deterministicId('corrected', eventId, 1),
    });
    expect(await states('mistaken')).toEqual(['open']);
    expect(await rowOf('mistaken')).toMatchObject({ scanned_parcels: [], version: 1 });
    await told(scanned('mistaken', 'dropped_off', '2026-01-05T03:00:00Z'));
    expect(await states('mistaken')).toEqual(['a parcel of the order was scanned']);
  });

  it('and is left alone by every further scan', async () => {
    await told(placed('known'), registered('known'), scanned('known', 'picked_up', '2026-01-02T00:00:00Z'));
    const row = await rowOf('known');
    await told(scanned('known', 'arrived_at_warehouse', '2026-01-03T00:00:00Z'));
    expect(await rowOf('known')).toEqual(row);
  });
});
