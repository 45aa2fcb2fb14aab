import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deterministicId } from '@landfall/messaging';
import type { EpcisDocument } from '@landfall/domain';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import { merchantId, orderId, parcelId, registered, scanned } from './testing-events.spec-kit.ts';

const base = 'https://parcels.example';
let service: TestService;
let token: string;

const epcisOf = async (name: string, bearer = token) => {
  const answer = await fetch(`${service.url}/v1/parcels/${parcelId(name)}/epcis`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    document: (await answer.json()) as EpcisDocument & { code?: string },
  };
};

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date('2026-01-10T00:00:00Z'),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9', PUBLIC_URL: `${base}/` },
  });
  token = await service.tokenOf(merchantId, ['parcels:read']);
});
afterAll(() => service.close());

describe("a parcel's history as EPCIS", () => {
  it('has its scans by time, as they were last corrected', async () => {
    const wrong = scanned('exported', 'delivered', '2026-01-05T10:00:00-03:00');
    const { eventId } = wrong.data as { eventId: string };
    const right = scanned('exported', 'available_for_pickup', '2026-01-05T10:00:00-03:00', {
      eventId,
      revision: 1,
    });
    await service.publish(
      registered('exported'),
      wrong,
      scanned('exported', 'picked_up', '2026-01-02T10:00:00-03:00'),
      { ...right, type: 'tracking.milestone_corrected' },
    );
    const { type, document } = await eventually(
      () => epcisOf('exported'),
      ({ document: { epcisBody } }) =>
        epcisBody?.eventList.length === 2 && epcisBody.eventList[1]?.bizStep === 'stocking',
    );
    expect(type).toMatch(/^application\/ld\+json/);
    expect(document).toMatchObject({
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2026-01-10T00:00:00.000Z',
      epcisBody: {
        eventList: [
          {
            type: 'ObjectEvent',
            bizStep: 'accepting',
            disposition: 'in_transit',
            epcList: [`${base}/epcis/carriers/correios/obj/N-exported`],
            eventTime: '2026-01-02T10:00:00-03:00',
            eventTimeZoneOffset: '-03:00',
            readPoint: { id: `${base}/epcis/loc/BR` },
            bizTransactionList: [
              { type: 'po', bizTransaction: `${base}/epcis/orders/bt/${orderId('exported')}` },
            ],
            'landfall:milestone': 'picked_up',
          },
          {
            eventID: `${base}/epcis/events/${eventId}/revisions/1`,
            'landfall:milestone': 'available_for_pickup',
          },
        ],
      },
    });
  });

  it('is empty before the first scan, and no history for others', async () => {
    await service.publish(registered('silent'));
    const { document } = await eventually(
      () => epcisOf('silent'),
      ({ status }) => status === 200,
    );
    expect(document.epcisBody.eventList).toEqual([]);
    const without = await service.tokenOf(merchantId, ['exceptions:read']);
    expect((await epcisOf('silent', without)).status).toBe(403);
    const stranger = await service.tokenOf(deterministicId('merchant', 'stranger'), ['parcels:read']);
    const { status, type } = await epcisOf('silent', stranger);
    // Asked of order-intake, which is away here: that the parcel is another's is not told.
    expect([status, type]).toEqual([503, expect.stringContaining('application/problem+json')]);
  });
});
