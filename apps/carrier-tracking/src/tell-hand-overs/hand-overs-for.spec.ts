import { describe, expect, it } from '@jest/globals';
import { handOversTopic, validateEvent } from '@landfall/contracts';
import { deliveryOf, keptScan } from '../scans/kept-scan.spec-kit.ts';
import type { Delivery } from '../scans/kept-scan.ts';
import type { HandOver } from '../scans/scan.ts';
import { handOverEvent } from './hand-over-event.ts';
import { handOversFor } from './hand-overs-for.ts';

const parcelA = '00000000-0000-5000-8000-00000000000b';
const royalMail: HandOver = { number: 'B1', carrier: 'Royal Mail' };
const unnamed: HandOver = { number: 'B1', carrier: null };

const delivery = (
  handOvers: HandOver[] | undefined,
  registration: Partial<Delivery['registration']> = {},
): Delivery =>
  deliveryOf(keptScan({ beside: handOvers && { handOvers, estimatedDelivery: null } }), registration);
const found = (...deliveries: Delivery[]) =>
  handOversFor(deliveries).map((one) => [one.delivery.registration.parcelId, one.number, one.carrier]);

describe('hand-overs of parcels', () => {
  it('are those that go with a scan, by the key of the company, for each parcel that is told of it', () => {
    expect(
      found(delivery(undefined), delivery([royalMail]), delivery([royalMail], { parcelId: 'q' })),
    ).toEqual([
      [parcelA, 'B1', 'royal-mail'],
      ['q', 'B1', 'royal-mail'],
    ]);
  });

  it('are told once a parcel, number and company, however many scans bring them', () => {
    expect(found(delivery([royalMail]), delivery([unnamed, royalMail]))).toEqual([
      [parcelA, 'B1', 'royal-mail'],
      [parcelA, 'B1', null],
    ]);
  });

  it('are none to the number itself', () => {
    expect(found(delivery([{ number: 'A1', carrier: 'usps' }]))).toEqual([]);
  });

  it('to a company whose name is nothing are to an unknown one', () => {
    expect(found(delivery([{ number: 'B1', carrier: '  ' }]))).toEqual([[parcelA, 'B1', null]]);
  });

  it('make events that fit the contract, with one id a parcel, number and company', () => {
    const [one] = handOversFor([delivery([royalMail])]);
    if (!one) throw new Error('no hand-over');
    const event = handOverEvent(one, 3);
    expect(validateEvent(handOversTopic, event.type, event.data)).toMatchObject({ ok: true });
    expect(event).toMatchObject({
      version: 3,
      subject: parcelA,
      merchantId: '00000000-0000-5000-8000-00000000000a',
    });
    expect(event.data).toMatchObject({
      from: { trackingNumber: 'a 1', carrier: 'Yanwen' },
      trackingNumber: 'B1',
      carrier: 'royal-mail',
      source: '17track',
    });
    expect(handOverEvent(one, 9).id).toBe(event.id);
    expect(handOverEvent({ ...one, carrier: null }, 3).id).not.toBe(event.id);
  });
});
