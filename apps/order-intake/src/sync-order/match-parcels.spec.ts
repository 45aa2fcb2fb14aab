import { describe, expect, it } from '@jest/globals';
import type { WantedParcel } from '../marketplace-orders/wanted-order.ts';
import { matchParcels, type FollowingParcel } from './match-parcels.ts';

const number = (text: string) => {
  const [carrier = '', trackingNumber = '', teller] = text.split(' ');
  return { carrier, trackingNumber, ofShipment: teller === undefined };
};
const parcel = (id: string, shipment: string, ...numbers: string[]): FollowingParcel => ({
  id,
  shipment,
  numbers: numbers.map(number),
});
const wanted = (shipment: string, ...numbers: string[]): WantedParcel => ({
  shipment,
  numbers: numbers.map(number),
  items: [],
  shippedAt: null,
  originCountry: null,
});
const match = (known: FollowingParcel[], ...wishes: WantedParcel[]) => {
  const { kept, fresh, gone } = matchParcels(known, wishes);
  return { kept: kept.map(({ id, missing }) => [id, missing.length]), fresh: fresh.length, gone };
};

describe('parcels that follow shipments', () => {
  it('stay while their numbers do, however they are written', () => {
    expect(match([parcel('p', 's', 'ups 1z9')], wanted('s', 'UPS 1Z9'))).toEqual({
      kept: [['p', 0]],
      fresh: 0,
      gone: [],
    });
  });

  it('get the next company’s number', () => {
    expect(match([parcel('p', 's', 'a 1')], wanted('s', 'a 1', 'b 2'))).toEqual({
      kept: [['p', 1]],
      fresh: 0,
      gone: [],
    });
  });

  it('stay when somebody else has told of a further number, which the shop may tell of later', () => {
    const known = [parcel('p', 's', 'a 1', 'b 2 17track')];
    const stays = { kept: [['p', 0]], fresh: 0, gone: [] };
    expect(match(known, wanted('s', 'a 1'))).toEqual(stays);
    expect(match(known, wanted('s', 'a 1', 'b 2'))).toEqual(stays);
    expect(match(known, wanted('s', 'a 3', 'b 2'))).toEqual({ kept: [], fresh: 1, gone: ['p'] });
  });

  it('go when a number was wrong, or belongs to another shipment', () => {
    expect(match([parcel('p', 's', 'a 1')], wanted('s', 'a 2'))).toEqual({ kept: [], fresh: 1, gone: ['p'] });
    expect(match([parcel('p', 's', 'a 1')], wanted('t', 'a 1'))).toEqual({ kept: [], fresh: 1, gone: ['p'] });
    expect(match([parcel('p', 's', 'a 1')])).toEqual({ kept: [], fresh: 0, gone: ['p'] });
  });

  it('are told apart by their numbers where a shipment has several', () => {
    const known = [parcel('p', 's', 'a 1'), parcel('q', 's', 'a 2')];
    expect(match(known, wanted('s', 'a 2'))).toEqual({ kept: [['q', 0]], fresh: 0, gone: ['p'] });
  });
});
