import { createHash, randomInt, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SurroundingsError } from '@landfall/persistence';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { strToU8, zipSync } from 'fflate';
import { v7 } from 'uuid';
import { carrierTracking } from './carrier-tracking.service.ts';
import { allAppliedOf, parcelRegistered } from './testing.spec-kit.ts';
import { LoadRowsHandler } from './upload-manifest/load-rows.handler.ts';

const apiKey = 'a key for tests';
const now = new Date('2026-03-10T12:00:00Z');
const merchant = randomUUID();
const stranger = randomUUID();

let service: TestService;

beforeAll(async () => {
  service = await startTestService(carrierTracking, { env: { CARRIER_17TRACK_API_KEY: apiKey }, now });
});
afterAll(() => service.close());
afterEach(() => void jest.restoreAllMocks());

const freshWaybill = () => `784-${String(randomInt(1e8)).padStart(8, '0')}`;
let names = 0;
const freshName = (kind: string) => `${kind}${(names += 1)}`;

interface Asking {
  of?: string;
  type?: string;
  scopes?: string[];
  key?: string;
  query?: string;
}

const ask = async (method: string, path: string, body?: string | Uint8Array, asking: Asking = {}) => {
  const {
    of = merchant,
    type = 'application/json',
    scopes = ['tracking:read', 'tracking:write'],
    key,
  } = asking;
  const answer = await fetch(`${service.url}/v1/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await service.tokenOf(of, scopes)}`,
      ...(body !== undefined && { 'content-type': type }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: body as string }),
  });
  return {
    status: answer.status,
    replayed: answer.headers.get('idempotency-replayed'),
    body: (await answer.json()) as Record<string, unknown>,
  };
};

interface Line {
  mawb: string;
  bag?: string;
  number: string;
  weight?: string;
  flight?: string;
}
const header = 'MAWB No,Bag No,Tracking No,Weight (kg),Flight';
const csvOf = (lines: readonly Line[]): string =>
  [
    header,
    ...lines.map(({ mawb, bag = '', number, weight = '', flight = '' }) =>
      [mawb, bag, number, weight, flight].join(','),
    ),
  ].join('\n');

const upload = (lines: readonly Line[], asking: Asking = {}) =>
  ask('POST', `units/manifests${asking.query ?? ''}`, csvOf(lines), { type: 'text/csv', ...asking });

interface Parcel {
  parcelId: string;
  number: string;
}
const newParcel = (): Parcel => ({ parcelId: v7(), number: freshName('LZ') });
const register = async (parcels: readonly Parcel[], of = merchant): Promise<void> => {
  await service.publish(
    ...parcels.map(({ parcelId, number }) =>
      parcelRegistered(of, {
        parcelId,
        trackingNumbers: [{ trackingNumber: number, carrier: 'yunexpress' }],
      }),
    ),
  );
  await settled();
};
const parcels = async (count: number): Promise<Parcel[]> => {
  const made = Array.from({ length: count }, newParcel);
  await register(made);
  return made;
};

const settled = async (): Promise<void> => {
  await eventually(() => service.setClock(now), await allAppliedOf(service.topics));
};

/** How many events each parcel's followers have been told of it. */
const countsOf = async (some: readonly Parcel[]): Promise<number[]> => {
  await settled();
  const rows = await service.query<{ parcel_id: string; version: number }>(
    'SELECT parcel_id, version FROM carrier_tracking.tracked_parcel WHERE parcel_id = ANY($1)',
    [some.map(({ parcelId }) => parcelId)],
  );
  const versions = new Map(rows.map((row) => [row.parcel_id, row.version]));
  return some.map(({ parcelId }) => versions.get(parcelId) ?? 0);
};

/** 17TRACK tells that the flight of a waybill has departed. */
const departs = async (number: string): Promise<void> => {
  const event = {
    time_iso: '2026-03-06T22:00:00+08:00',
    description: 'as told',
    location: 'CN',
    sub_status: 'InTransit_Departure',
    address: { country: 'CN' },
  };
  const track_info = { tracking: { providers: [{ events: [event] }] } };
  const body = JSON.stringify({ event: 'TRACKING_UPDATED', data: { number, carrier: 190012, track_info } });
  const sign = createHash('sha256').update(`${body}/${apiKey}`).digest('hex');
  const answer = await fetch(`${service.url}/v1/carriers/17track/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', sign },
    body,
  });
  expect(answer.status).toBe(202);
};

/** All that is stored of units, without the order in which it was. */
const stored = () =>
  service.query(
    `SELECT 'unit' AS kind, to_jsonb(unit) - 'created_at' AS row FROM carrier_tracking.unit
     UNION ALL SELECT 'member', to_jsonb(unit_member) FROM carrier_tracking.unit_member
     UNION ALL SELECT 'number', to_jsonb(unit_number) FROM carrier_tracking.unit_number ORDER BY 1, 2`,
  );

const unitOf = async (externalId: string, of = merchant) => {
  const [row] = await service.query<{ id: string }>(
    'SELECT id FROM carrier_tracking.unit WHERE merchant_id = $1 AND external_id = $2',
    [of, externalId],
  );
  return row && (await ask('GET', `units/${row.id}`, undefined, { of })).body;
};

describe('a manifest of four thousand parcels', () => {
  const waybill = freshWaybill();
  const known: Parcel[] = [];
  const late = Array.from({ length: 1_000 }, newParcel);
  const lines: Line[] = [];

  beforeAll(async () => {
    known.push(...(await parcels(3_000)));
    lines.push(
      ...[...known, ...late].map(({ number }, index) => ({
        mawb: waybill,
        bag: `SZX-${waybill}-${Math.floor(index / 100)}`,
        number,
        weight: '0.25',
        flight: 'CZ3099',
      })),
    );
  });

  it('makes its waybill and bags and fills them, a thousand rows a transaction', async () => {
    const load = jest.spyOn(service.app.get(LoadRowsHandler, { strict: false }), 'load');
    const { status, body } = await upload(lines);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        rows: 4_000,
        taken: 4_000,
        refused: 0,
        awaited: 1_000,
        unitsCreated: 41,
        waybills: [{ id: expect.any(String), externalId: waybill }],
        items: [],
      },
    });
    expect(load.mock.calls.map(([, , rows]) => rows.length)).toEqual([1_000, 1_000, 1_000, 1_000]);
    const mawb = await unitOf(waybill);
    expect(mawb).toMatchObject({ type: 'mawb', units: 40, parcels: 0, flightOrVoyage: 'CZ3099' });
    expect(await unitOf(`SZX-${waybill}-7`)).toMatchObject({
      type: 'bag',
      parentUnitId: mawb?.['id'],
      parcels: 100,
      weightGrams: 25_000,
    });
  });

  it('changes nothing when it is sent again', async () => {
    const before = await stored();
    expect((await upload(lines)).body).toMatchObject({ taken: 4_000, awaited: 1_000, unitsCreated: 0 });
    expect(await stored()).toEqual(before);
  });

  it('brings each parcel what a push tells of the waybill, once, also those that are registered later', async () => {
    await departs(waybill);
    expect(await countsOf(known)).toEqual(known.map(() => 1));
    await register(late);
    expect(await countsOf(late)).toEqual(late.map(() => 1));
    expect(await unitOf(`SZX-${waybill}-39`)).toMatchObject({ parcels: 100, weightGrams: 25_000 });
    await upload(lines);
    expect(await countsOf([...known, ...late])).toEqual([...known, ...late].map(() => 1));
  });
});

describe('a manifest', () => {
  it('comes after what was told of its waybill', async () => {
    const [one] = (await parcels(1)) as [Parcel];
    const mawb = freshWaybill();
    await departs(mawb);
    await settled();
    await upload([{ mawb, bag: freshName('BAG'), number: one.number }]);
    expect(await countsOf([one])).toEqual([1]);
  });

  it('is taken to the end when it is sent again after it broke off', async () => {
    const ones = await parcels(1_500);
    const mawb = freshWaybill();
    await departs(mawb);
    const lines = ones.map(({ number }) => ({ mawb, bag: `B-${mawb}`, number }));
    const handler = service.app.get(LoadRowsHandler, { strict: false });
    const loadOn = handler.load.bind(handler);
    jest
      .spyOn(handler, 'load')
      .mockImplementationOnce(loadOn)
      .mockImplementationOnce(async (...given) => {
        await loadOn(...given);
        throw new SurroundingsError('the process ends here');
      });
    const key = randomUUID();
    expect((await upload(lines, { key })).status).toBe(503);
    expect(await unitOf(`B-${mawb}`)).toMatchObject({ parcels: 1_000 });
    jest.restoreAllMocks();
    expect((await upload(lines, { key })).body).toMatchObject({ taken: 1_500, unitsCreated: 0 });
    expect(await unitOf(`B-${mawb}`)).toMatchObject({ parcels: 1_500 });
    expect(await countsOf(ones)).toEqual(ones.map(() => 1));
  });

  it('finds the waybill that there is, however it is written, and puts bags in it that stand alone', async () => {
    const mawb = freshWaybill();
    const bag = freshName('BAG');
    const made = await ask(
      'POST',
      'units',
      JSON.stringify({ externalId: `MAWB ${mawb}`, type: 'mawb', mode: 'express' }),
    );
    await ask('POST', 'units', JSON.stringify({ externalId: bag, type: 'bag' }));
    const [one] = (await parcels(1)) as [Parcel];
    const { body } = await upload([{ mawb: mawb.replace('-', ''), bag, number: one.number, flight: 'CZ1' }]);
    expect(body).toMatchObject({
      unitsCreated: 0,
      waybills: [{ id: made.body['id'], externalId: `MAWB ${mawb}` }],
    });
    expect(await unitOf(`MAWB ${mawb}`)).toMatchObject({ units: 1, mode: 'express', flightOrVoyage: 'CZ1' });
    await departs(mawb);
    expect(await countsOf([one])).toEqual([1]);
  });

  it('that tells of another flight or weight than before corrects it', async () => {
    const mawb = freshWaybill();
    const bag = freshName('BAG');
    const [one] = (await parcels(1)) as [Parcel];
    await upload([{ mawb, bag, number: one.number, weight: '1', flight: 'CZ1' }]);
    await upload([{ mawb, bag, number: one.number, weight: '2.5', flight: 'CZ2' }]);
    await upload([{ mawb, bag, number: one.number }]);
    expect(await unitOf(mawb)).toMatchObject({ flightOrVoyage: 'CZ2' });
    expect(await unitOf(bag)).toMatchObject({ parcels: 1, weightGrams: 2_500 });
  });

  it('puts a number that several parcels have in the parcel of the carrier that is named', async () => {
    const number = freshName('LZ');
    const [first, last] = [
      { parcelId: v7(), number },
      { parcelId: v7(), number },
    ];
    const registered = ({ parcelId }: Parcel, carrier: string, registeredAt: string) =>
      parcelRegistered(merchant, {
        parcelId,
        registeredAt,
        trackingNumbers: [{ trackingNumber: number, carrier }],
      });
    await service.publish(registered(first, 'Yun Express', '2026-03-01T00:00:00Z'));
    await service.publish(registered(last, 'usps', '2026-03-05T00:00:00Z'));
    await settled();
    const mawb = freshWaybill();
    const csv = `mawb,tracking,carrier\n${mawb},${number},yun-express\n`;
    expect((await ask('POST', 'units/manifests', csv, { type: 'text/csv' })).status).toBe(200);
    await departs(mawb);
    expect(await countsOf([first, last])).toEqual([1, 0]);
  });

  it('may be an Excel workbook', async () => {
    const [one] = (await parcels(1)) as [Parcel];
    const mawb = freshWaybill();
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const row = (...texts: string[]) => `<row>${texts.map(cell).join('')}</row>`;
    const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const workbook = zipSync({
      'xl/workbook.xml': strToU8(
        `<workbook xmlns:r="${relations}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        `<Relationships><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      ),
      'xl/worksheets/sheet1.xml': strToU8(
        `<worksheet><sheetData>${row('空运清单')}${row('主单号', '袋号', '运单号')}${row(mawb, `X-${mawb}`, one.number)}` +
          `<row>${cell(mawb)}<c><f>A1</f><v>1</v></c>${cell(freshName('LZ'))}</row></sheetData></worksheet>`,
      ),
    });
    const { status, body } = await ask('POST', 'units/manifests', workbook, {
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    });
    expect({ status, body }).toMatchObject({
      status: 207,
      body: {
        taken: 1,
        refused: 1,
        items: [
          {
            row: 4,
            status: 400,
            error: {
              code: 'validation_failed',
              errors: [
                {
                  pointer: '/4/bag',
                  detail: 'column B (“袋号”) holds a formula: copy the column and paste its values',
                },
              ],
            },
          },
        ],
      },
    });
    expect(await unitOf(`X-${mawb}`)).toMatchObject({ parcels: 1 });
  });

  it('is answered once under one Idempotency-Key', async () => {
    const key = randomUUID();
    const lines = [{ mawb: freshWaybill(), number: freshName('LZ') }];
    const first = await upload(lines, { key });
    const again = await upload(lines, { key });
    expect(again).toEqual({ ...first, replayed: 'true' });
    expect(first.body).toMatchObject({ unitsCreated: 1 });
    const other = await upload([...lines, { mawb: freshWaybill(), number: freshName('LZ') }], { key });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('is taken by several at once without anything twice', async () => {
    const ones = await parcels(20);
    const mawb = freshWaybill();
    const lines = ones.map(({ number }, index) => ({ mawb, bag: `P-${mawb}-${index % 4}`, number }));
    const answers = await Promise.all([
      upload(lines),
      upload(lines.toReversed()),
      departs(mawb),
      upload(lines),
    ]);
    expect(answers.map((answer) => answer?.status ?? 200)).toEqual([200, 200, 200, 200]);
    expect(await unitOf(mawb)).toMatchObject({ units: 4 });
    expect(await countsOf(ones)).toEqual(ones.map(() => 1));
  });
});

describe('rows of a manifest that cannot be taken', () => {
  it('are those of bags that are elsewhere, and of names that are other units; the others are taken', async () => {
    const [here, there, bag] = [freshWaybill(), freshWaybill(), freshName('BAG')];
    await upload([{ mawb: there, bag, number: freshName('LZ') }]);
    const pallet = freshName('PALLET');
    await ask('POST', 'units', JSON.stringify({ externalId: pallet, type: 'pallet' }));
    const { status, body } = await upload([
      { mawb: here, bag: freshName('BAG'), number: freshName('LZ') },
      { mawb: here, bag, number: freshName('LZ') },
      { mawb: pallet, number: freshName('LZ') },
      { mawb: here, bag: there, number: freshName('LZ') },
      { mawb: here, number: freshName('LZ') },
    ]);
    expect(status).toBe(207);
    expect(body).toMatchObject({
      rows: 5,
      taken: 2,
      refused: 3,
      items: [
        { row: 3, status: 409, error: { code: 'unit_in_another_unit', errors: [{ pointer: '/3/bag' }] } },
        { row: 4, status: 409, error: { code: 'unit_of_another_type', errors: [{ pointer: '/4/mawb' }] } },
        { row: 5, status: 409, error: { code: 'unit_of_another_type', errors: [{ pointer: '/5/bag' }] } },
      ],
    });
  });

  it('are listed up to a thousand, and counted', async () => {
    const lines = Array.from({ length: 1_200 }, () => ({ mawb: '', number: freshName('LZ') }));
    const { status, body } = await upload(lines);
    expect([status, body['refused'], (body['items'] as unknown[]).length]).toEqual([207, 1_200, 1_000]);
  });
});

describe('a manifest is refused', () => {
  const good = () => csvOf([{ mawb: freshWaybill(), number: freshName('LZ') }]);

  it('without the scope', async () =>
    expect(
      (await ask('POST', 'units/manifests', good(), { type: 'text/csv', scopes: ['tracking:read'] })).status,
    ).toBe(403));

  it.each(['application/json', 'nonsense', 'image/png'])('as %s', async (type) =>
    expect(await ask('POST', 'units/manifests', good(), { type })).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type' },
    }),
  );

  it('without a body', async () =>
    expect(await ask('POST', 'units/manifests', '', { type: 'text/csv' })).toMatchObject({
      status: 400,
      body: { code: 'empty_body' },
    }));

  it('over 16 MiB', async () =>
    expect(
      (await ask('POST', 'units/manifests', 'x'.repeat(16 * 1024 * 1024 + 1), { type: 'text/csv' })).status,
    ).toBe(413));

  it('with columns that are not there', async () => {
    const query = `?columns=${encodeURIComponent('{"trackingNumber": "Our ref"}')}`;
    expect(await upload([{ mawb: freshWaybill(), number: freshName('LZ') }], { query })).toMatchObject({
      status: 400,
      body: { code: 'columns_not_found', errors: [{ pointer: '/columns/trackingNumber' }] },
    });
  });
});

describe("another merchant's manifest", () => {
  it('makes units of his own, and reaches no parcel that is not his', async () => {
    const [mine] = (await parcels(1)) as [Parcel];
    const [mawb, bag] = [freshWaybill(), freshName('BAG')];
    await upload([{ mawb, bag, number: mine.number }]);
    const { body } = await upload([{ mawb, bag, number: mine.number }], { of: stranger });
    expect(body).toMatchObject({ taken: 1, awaited: 1, unitsCreated: 2 });
    await departs(mawb);
    expect(await countsOf([mine])).toEqual([1]);
    expect(await unitOf(bag, stranger)).toMatchObject({ parcels: 0 });
  });
});
