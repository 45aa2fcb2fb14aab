import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { trackingEventsTopic, type DataOf } from '@landfall/contracts';
import { SurroundingsError } from '@landfall/persistence';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { v7 } from 'uuid';
import { carrierTracking } from './carrier-tracking.service.ts';
import { TellMembers } from './fan-out-units/tell-members.ts';
import { ForgetScansHandler } from './forget-scans/forget-scans.handler.ts';
import { allAppliedOf, parcelRegistered } from './testing.spec-kit.ts';
import { unitNumberOf } from './units/unit-number.ts';

type Scan = DataOf<typeof trackingEventsTopic, 'tracking.milestone_reached'>;

const now = new Date('2026-03-10T12:00:00Z');
const merchant = randomUUID();
const stranger = randomUUID();

let service: TestService;
let trackingEvents: Awaited<ReturnType<TestService['topics']['read']>>;

beforeAll(async () => {
  service = await startTestService(carrierTracking, { now });
  trackingEvents = await service.topics.read(trackingEventsTopic);
});
afterAll(() => service.close());
afterEach(() => void jest.restoreAllMocks());

interface Asking {
  of?: string;
  key?: string;
  scopes?: string[];
}

const ask = async (
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  { of = merchant, key, scopes = ['tracking:read', 'tracking:write'] }: Asking = {},
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
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

let names = 0;
const freshName = (kind: string) => `${kind}-${(names += 1)}`;

/** A unit of the merchant's; its id. */
const unit = async (type = 'mawb', more: object = {}): Promise<string> => {
  const { status, body } = await ask('POST', 'units', { externalId: freshName(type), type, ...more });
  expect(status).toBe(201);
  return body['id'] as string;
};

const put = async (unitId: string, contents: object): Promise<Record<string, unknown>> => {
  const { status, body } = await ask('POST', `units/${unitId}/contents`, contents);
  expect(status).toBe(200);
  return body;
};

const happening = (unitId: string, milestone: string, occurredAt: string) => ({
  unitId,
  carrier: 'Air China Cargo',
  milestone,
  occurredAt,
  place: { country: 'CN' },
  weightGrams: 1_250_000,
});

/** Tells what happened to a unit. */
const tell = async (unitId: string, milestone: string, occurredAt: string): Promise<void> => {
  const { status } = await ask('POST', 'tracking-events/batch', [happening(unitId, milestone, occurredAt)]);
  expect(status).toBe(202);
};
const departs = (unitId: string) => tell(unitId, 'departed_origin_country', '2026-03-06T22:00:00+08:00');
const arrives = (unitId: string) =>
  tell(unitId, 'arrived_in_destination_country', '2026-03-07T09:00:00-05:00');

/** Resolves when all that was sent before has been applied and told. */
const settled = async (): Promise<void> => {
  await eventually(() => service.setClock(now), await allAppliedOf(service.topics));
};

const newParcel = () => ({ parcelId: v7(), number: freshName('LZ') });
type Parcel = ReturnType<typeof newParcel>;

const registered = ({ parcelId, number }: Parcel, of = merchant) =>
  parcelRegistered(of, { parcelId, trackingNumbers: [{ trackingNumber: number, carrier: 'yunexpress' }] });

/** Parcels that have been registered. */
const parcels = async (count: number, of = merchant): Promise<Parcel[]> => {
  const made = Array.from({ length: count }, newParcel);
  await service.publish(...made.map((parcel) => registered(parcel, of)));
  await settled();
  return made;
};
const idsOf = (some: readonly Parcel[]): string[] => some.map(({ parcelId }) => parcelId);

/** How many events parcels have been told of, whatever has reached the reader: by the versions of their rows. */
const countOf = async (some: readonly Parcel[]): Promise<number[]> => {
  await settled();
  const rows = await service.query<{ parcel_id: string; version: number }>(
    'SELECT parcel_id, version FROM carrier_tracking.tracked_parcel WHERE parcel_id = ANY($1)',
    [idsOf(some)],
  );
  const versions = new Map(rows.map((row) => [row.parcel_id, row.version]));
  return some.map(({ parcelId }) => versions.get(parcelId) ?? 0);
};

/** How many times parcels have heard of a unit's scan. */
const toldTo = async (some: readonly Parcel[]): Promise<number> => {
  const [row] = await service.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM carrier_tracking.unit_scan_told WHERE parcel_id = ANY($1)',
    [idsOf(some)],
  );
  return row?.count ?? 0;
};

/** What a parcel's followers have been told, once it is so many events. */
const told = async ({ parcelId }: Parcel, count: number): Promise<Scan[]> => {
  const ofParcel = (records: { key: string | null; value: unknown }[]) =>
    records.filter(({ key }) => key === parcelId).map(({ value }) => value as Scan);
  return ofParcel(await trackingEvents.until((records) => ofParcel(records).length >= count));
};
const milestonesOf = async (parcel: Parcel, count: number): Promise<string[]> =>
  (await told(parcel, count)).map(({ milestone }) => milestone);

describe('a transport unit', () => {
  it('is made, and read as soon as it was', async () => {
    const container = await unit('container');
    const made = await ask('POST', 'units', {
      externalId: 'MAWB 784-12345675',
      type: 'mawb',
      parentUnitId: container.toUpperCase(),
      mode: 'economy_air',
      flightOrVoyage: 'CA1041',
      etd: '2026-03-06T22:00:00+08:00',
      eta: '2026-03-07T09:00:00-05:00',
    });
    expect(made).toEqual({
      status: 201,
      body: {
        id: expect.any(String),
        externalId: 'MAWB 784-12345675',
        type: 'mawb',
        parentUnitId: container,
        mode: 'economy_air',
        flightOrVoyage: 'CA1041',
        etd: '2026-03-06T14:00:00.000Z',
        eta: '2026-03-07T14:00:00.000Z',
        createdAt: now.toISOString(),
        parcels: 0,
        weightGrams: null,
        units: 0,
      },
    });
    expect(await ask('GET', `units/${String(made.body['id'])}`)).toEqual({ ...made, status: 200 });
    expect((await ask('GET', `units/${container}`)).body).toMatchObject({ parcels: 0, units: 1 });
  });

  it('is made once under one Idempotency-Key', async () => {
    const key = randomUUID();
    const body = { externalId: freshName('bag'), type: 'bag' };
    const [first, again] = [
      await ask('POST', 'units', body, { key }),
      await ask('POST', 'units', body, { key }),
    ];
    expect(first.status).toBe(201);
    expect(again).toEqual(first);
    expect((await ask('POST', 'units', { ...body, type: 'mawb' }, { key })).status).toBe(422);
  });

  it.each([
    ['without a type', { externalId: 'x' }, 400, 'validation_failed', '/type'],
    ['of a type that is none', { externalId: 'x', type: 'box' }, 400, 'validation_failed', '/type'],
    ['with an unknown field', { externalId: 'x', type: 'bag', a: 1 }, 400, 'validation_failed', '/a'],
    [
      'in a unit that does not exist',
      { externalId: 'x', type: 'bag', parentUnitId: randomUUID() },
      422,
      'unknown_unit',
      '/parentUnitId',
    ],
  ])('is refused %s', async (_, body, status, code, pointer) => {
    expect(await ask('POST', 'units', body)).toMatchObject({
      status,
      body: { code, errors: [{ pointer }] },
    });
  });

  it.each([
    ['made', 'POST', 'units', ['tracking:read']],
    ['filled', 'POST', `units/${randomUUID()}/contents`, ['tracking:read']],
    ['read', 'GET', `units/${randomUUID()}`, ['tracking:write']],
  ] as const)('is %s only with a key that may', async (_, method, path, scopes) => {
    const body = method === 'POST' ? {} : undefined;
    expect((await ask(method, path, body, { scopes: [...scopes] })).status).toBe(403);
  });

  it('is refused where there is one of its name', async () => {
    const body = { externalId: freshName('bag'), type: 'bag' };
    await ask('POST', 'units', body);
    expect(await ask('POST', 'units', body)).toMatchObject({
      status: 409,
      body: { code: 'external_id_taken' },
    });
    expect((await ask('POST', 'units', body, { of: stranger })).status).toBe(201);
  });
});

describe('an event of a unit', () => {
  it("is one of each parcel in it, once, at the unit's time", async () => {
    const flight = await unit('mawb', { flightOrVoyage: 'CA1041' });
    const members = await parcels(3);
    await put(flight, { parcelIds: idsOf(members) });
    await departs(flight);
    await departs(flight);
    expect(await countOf(members)).toEqual([1, 1, 1]);
    for (const member of members)
      expect(await told(member, 1)).toMatchObject([
        {
          parcelId: member.parcelId,
          milestone: 'departed_origin_country',
          occurredAt: '2026-03-06T22:00:00+08:00',
          recordedAt: now.toISOString(),
          trackingNumber: member.number,
          carrier: 'Air China Cargo',
          source: 'landfall',
          place: { country: 'CN' },
          weightGrams: null,
          unitId: flight,
          flightOrVoyage: 'CA1041',
        },
      ]);
    const events = await Promise.all(members.map((member) => told(member, 1)));
    expect(new Set(events.flat().map(({ eventId }) => eventId)).size).toBe(3);
    expect(new Set(events.flat().map(({ scanId }) => scanId)).size).toBe(1);
  });

  it('may come before its contents', async () => {
    const flight = await unit();
    await departs(flight);
    await settled();
    const [member] = (await parcels(1)) as [Parcel];
    await put(flight, { parcelIds: [member.parcelId] });
    expect(await countOf([member])).toEqual([1]);
  });

  it('reaches those that are added later with all that happened before, once, in its order', async () => {
    const flight = await unit();
    const [early, late] = (await parcels(2)) as [Parcel, Parcel];
    await put(flight, { parcelIds: [early.parcelId] });
    await arrives(flight);
    await departs(flight);
    await settled();
    await put(flight, { parcelIds: idsOf([early, late]) });
    await put(flight, { parcelIds: idsOf([early, late]) });
    expect(await countOf([early, late])).toEqual([2, 2]);
    expect(await milestonesOf(late, 2)).toEqual([
      'departed_origin_country',
      'arrived_in_destination_country',
    ]);
  });

  it('reaches a parcel that is told by its number', async () => {
    const flight = await unit();
    const [member] = (await parcels(1)) as [Parcel];
    const { parcels: count, awaited } = await put(flight, {
      trackingNumbers: [` ${member.number.toLowerCase()} `],
    });
    expect([count, awaited]).toEqual([1, { parcelIds: [], trackingNumbers: [] }]);
    await departs(flight);
    expect(await countOf([member])).toEqual([1]);
  });

  it.each([
    ['id', ({ parcelId }: Parcel) => ({ parcelIds: [parcelId] })],
    ['number', ({ number }: Parcel) => ({ trackingNumbers: [number] })],
  ])('reaches a parcel that was named by its %s before it was registered', async (_, contents) => {
    const flight = await unit();
    const member = newParcel();
    const named = contents(member);
    expect((await put(flight, named))['awaited']).toEqual({ parcelIds: [], trackingNumbers: [], ...named });
    await departs(flight);
    await settled();
    await service.publish(registered(member));
    await settled();
    await arrives(flight);
    expect(await countOf([member])).toEqual([2]);
    expect((await ask('GET', `units/${flight}`)).body).toMatchObject({ parcels: 1 });
  });

  it('reaches every parcel once where events, contents and registrations come at the same time', async () => {
    const flight = await unit();
    const bag = await unit('bag');
    const members = Array.from({ length: 60 }, newParcel);
    await Promise.all([
      departs(flight),
      arrives(flight),
      put(flight, { unitIds: [bag] }),
      ...members.map((member) => service.publish(registered(member))),
      put(bag, { parcelIds: idsOf(members.slice(0, 40)) }),
      put(flight, { trackingNumbers: members.slice(20).map(({ number }) => number) }),
      service.setClock(now),
      service.setClock(now),
    ]);
    expect(await countOf(members)).toEqual(members.map(() => 2));
  });

  it('is refused alone where the unit is not known', async () => {
    const flight = await unit();
    const events = [randomUUID(), flight].map((id) => happening(id, 'delayed', '2026-03-07T09:00:00Z'));
    expect(await ask('POST', 'tracking-events/batch', events)).toMatchObject({
      status: 207,
      body: {
        items: [
          {
            index: 0,
            status: 422,
            error: { code: 'unknown_unit', errors: [{ pointer: '/0/unitId' }] },
          },
          { index: 1, status: 202, id: expect.any(String) },
        ],
      },
    });
  });
});

describe('a unit in a unit', () => {
  it('hears what happens to the outer one, and tells its parcels', async () => {
    const [flight, pallet, bag] = [await unit(), await unit('pallet'), await unit('bag')];
    const [inBag, inPallet, beside] = (await parcels(3)) as [Parcel, Parcel, Parcel];
    await put(flight, { unitIds: [pallet] });
    await put(pallet, { unitIds: [bag], parcelIds: [inPallet.parcelId] });
    await put(bag, { parcelIds: [inBag.parcelId] });
    await departs(flight);
    await tell(bag, 'sorted', '2026-03-05T09:00:00Z');
    expect(await countOf([inBag, inPallet, beside])).toEqual([2, 1, 0]);
    expect((await told(inPallet, 1))[0]).toMatchObject({ unitId: flight });
  });

  it('hears what had happened before it was put in, with all that is in it', async () => {
    const [flight, pallet, bag] = [await unit(), await unit('pallet'), await unit('bag')];
    const [member, late] = (await parcels(2)) as [Parcel, Parcel];
    await put(pallet, { unitIds: [bag] });
    await put(bag, { parcelIds: [member.parcelId] });
    await departs(flight);
    await settled();
    await put(flight, { unitIds: [pallet] });
    await settled();
    await put(bag, { parcelIds: [late.parcelId] });
    expect(await countOf([member, late])).toEqual([1, 1]);
  });

  it('tells a parcel once though it is in both', async () => {
    const [flight, bag] = [await unit(), await unit('bag')];
    const [member] = (await parcels(1)) as [Parcel];
    await put(bag, { parcelIds: [member.parcelId] });
    await put(flight, { unitIds: [bag], parcelIds: [member.parcelId] });
    await departs(flight);
    expect(await countOf([member])).toEqual([1]);
  });

  it('is in one unit at most, and never in itself', async () => {
    const [flight, pallet, bag] = [await unit(), await unit('pallet'), await unit('bag')];
    await put(flight, { unitIds: [pallet] });
    await put(pallet, { unitIds: [bag] });
    expect(await put(pallet, { unitIds: [bag] })).toMatchObject({ units: 1 });
    expect(await ask('POST', `units/${bag}/contents`, { unitIds: [flight] })).toMatchObject({
      status: 422,
      body: { code: 'unit_cycle', errors: [{ pointer: '/unitIds/0' }] },
    });
    const [member] = (await parcels(1)) as [Parcel];
    const both = { unitIds: [await unit('bag'), bag], parcelIds: [member.parcelId] };
    expect(await ask('POST', `units/${flight}/contents`, both)).toMatchObject({
      status: 409,
      body: { code: 'unit_in_another_unit', errors: [{ pointer: '/unitIds/1' }] },
    });
    expect((await ask('GET', `units/${flight}`)).body).toMatchObject({ units: 1, parcels: 0 });
  });

  it('never comes into itself though two are put into each other at once', async () => {
    const [one, other] = [await unit('bag'), await unit('bag')];
    const answers = await Promise.all([
      ask('POST', `units/${one}/contents`, { unitIds: [other] }),
      ask('POST', `units/${other}/contents`, { unitIds: [one] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  });
});

describe('contents', () => {
  it.each([
    ['nothing', {}, ''],
    ['an unknown field', { parcels: [] }, '/parcels'],
    ['an id that is none', { parcelIds: ['LZ1'] }, '/parcelIds'],
    ['a blank number', { trackingNumbers: [' '] }, '/trackingNumbers'],
  ])('are refused with %s', async (_, contents, pointer) => {
    expect(await ask('POST', `units/${await unit()}/contents`, contents)).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', errors: [{ pointer }] },
    });
  });

  it('are refused with a unit that does not exist', async () => {
    expect(await ask('POST', `units/${await unit()}/contents`, { unitIds: [randomUUID()] })).toMatchObject({
      status: 422,
      body: { code: 'unknown_unit', errors: [{ pointer: '/unitIds/0' }] },
    });
  });
});

describe('another merchant', () => {
  it('sees no unit that is not his, and cannot fill it or tell of it', async () => {
    const flight = await unit();
    const of = stranger;
    expect((await ask('GET', `units/${flight}`, undefined, { of })).status).toBe(404);
    expect((await ask('POST', `units/${flight}/contents`, { parcelIds: [] }, { of })).status).toBe(404);
    const event = happening(flight, 'lost', '2026-03-07T09:00:00Z');
    expect(await ask('POST', 'tracking-events/batch', [event], { of })).toMatchObject({
      status: 207,
      body: { items: [{ status: 422, error: { code: 'unknown_unit' } }] },
    });
    const own = { externalId: freshName('bag'), type: 'bag', parentUnitId: flight };
    expect((await ask('POST', 'units', own, { of })).status).toBe(422);
  });

  it('reaches no parcel that is not his, by whatever he names it', async () => {
    const [mine] = (await parcels(1)) as [Parcel];
    const [his] = (await parcels(1, stranger)) as [Parcel];
    const { body } = await ask(
      'POST',
      'units',
      { externalId: freshName('bag'), type: 'bag' },
      { of: stranger },
    );
    const bag = String(body['id']);
    const contents = { parcelIds: idsOf([mine, his]), trackingNumbers: [mine.number, his.number] };
    expect(await ask('POST', `units/${bag}/contents`, contents, { of: stranger })).toMatchObject({
      status: 200,
      body: { awaited: { parcelIds: [mine.parcelId], trackingNumbers: [mine.number] } },
    });
    const event = happening(bag, 'lost', '2026-03-07T09:00:00Z');
    expect((await ask('POST', 'tracking-events/batch', [event], { of: stranger })).status).toBe(202);
    expect(await countOf([mine, his])).toEqual([0, 1]);
  });
});

describe('the scans of a unit', () => {
  it('are forgotten when nothing new was heard for 180 days, with those who heard them', async () => {
    const flight = await unit();
    const [member, late] = (await parcels(2)) as [Parcel, Parcel];
    await put(flight, { parcelIds: [member.parcelId] });
    await departs(flight);
    await settled();
    await service.query(
      `UPDATE carrier_tracking.tracking_number SET heard_on = current_date - 181 WHERE number = $1`,
      [unitNumberOf(flight)],
    );
    const forgetting = service.app.get(ForgetScansHandler, { strict: false });
    expect(await forgetting.forget()).toBe(1);
    expect(await toldTo([member])).toBe(0);
    await put(flight, { parcelIds: [late.parcelId] });
    expect(await countOf([member, late])).toEqual([1, 0]);
  });
});

describe('an event of three thousand parcels', () => {
  const members: Parcel[] = [];
  beforeAll(async () => void members.push(...(await parcels(3_000))));

  const fullFlight = async (): Promise<string> => {
    const flight = await unit();
    await put(flight, { parcelIds: idsOf(members) });
    await settled();
    return flight;
  };

  /** Does something in the midst of a fan-out: while so many parts of it have been told, and the next is about to be. */
  const inTheMidst = (doing: (parts: string[][]) => Promise<void>): string[][] => {
    const teller = service.app.get(TellMembers, { strict: false });
    const tellOn = teller.tell.bind(teller);
    const parts: string[][] = [];
    jest.spyOn(teller, 'tell').mockImplementation(async (some, context) => {
      await doing(parts);
      await tellOn(some, context);
      parts.push(some.map(({ parcelId }) => parcelId));
    });
    return parts;
  };

  it('is told in parts, and other scans are told meanwhile', async () => {
    const [other] = (await parcels(1, stranger)) as [Parcel];
    const flight = await fullFlight();
    const [before, soFar] = [await countOf(members), await toldTo(members)];
    const toldMeanwhile: number[] = [];
    const parts = inTheMidst(async ({ length }) => {
      if (length !== 1) return;
      const scan = {
        trackingNumber: other.number,
        carrier: 'yunexpress',
        milestone: 'picked_up',
        occurredAt: '2026-03-05T12:00:00+08:00',
      };
      await ask('POST', 'tracking-events/batch', [scan], { of: stranger });
      await told(other, 1);
      toldMeanwhile.push((await toldTo(members)) - soFar);
    });
    await departs(flight);
    expect(await countOf(members)).toEqual(before.map((count) => count + 1));
    expect(parts.map(({ length }) => length)).toEqual([500, 500, 500, 500, 500, 500]);
    expect(toldMeanwhile).toEqual([500]);
  });

  it('is told to the end by whoever comes after one that stopped in the middle', async () => {
    const flight = await fullFlight();
    const [before, soFar] = [await countOf(members), await toldTo(members)];
    inTheMidst(async ({ length }) => {
      if (length === 2) throw new SurroundingsError('the process ends here');
    });
    await departs(flight);
    await expect(settled()).rejects.toThrow('503');
    expect((await toldTo(members)) - soFar).toBe(1_000);
    jest.restoreAllMocks();
    expect(await countOf(members)).toEqual(before.map((count) => count + 1));
  });

  it('takes turns with another', async () => {
    const [flight, bag] = [await fullFlight(), await unit('bag')];
    const [other] = (await parcels(1)) as [Parcel];
    await put(bag, { parcelIds: [other.parcelId] });
    await settled();
    const parts = inTheMidst(async ({ length }) => {
      if (length !== 0) return;
      await arrives(bag);
      await eventually(
        () => service.query('SELECT FROM carrier_tracking.kept_scan WHERE number = $1', [unitNumberOf(bag)]),
        (rows) => rows.length === 1,
      );
    });
    await departs(flight);
    await settled();
    expect(parts.findIndex((part) => part.includes(other.parcelId))).toBe(2);
    expect(parts.map(({ length }) => length)).toEqual([500, 500, 500, 500, 500, 500, 1]);
  });
});
