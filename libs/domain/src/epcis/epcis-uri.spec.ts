import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { objectOf, orderUri, parcelUri, placeOf, placeUri, unitUri } from './epcis-uri.ts';

const base = 'https://parcels.example';
const parcel = (numbers: string[], carrier: string | null = null) => ({ kind: 'parcel', numbers, carrier });

describe('the URI of a parcel', () => {
  it('is an object of the owner of the domain, with the carrier in its path', () => {
    expect(parcelUri(base, 'China Post', 'LZ 1/CN')).toBe(
      'https://parcels.example/epcis/carriers/China%20Post/obj/LZ%201%2FCN',
    );
  });

  it('gives number and carrier back, whatever they are', () => {
    const text = fc.string({ unit: 'binary', maxLength: 64 }).filter((one) => one.trim() !== '');
    fc.assert(
      fc.property(text, text, (carrier, number) => {
        expect(objectOf(parcelUri(base, carrier, number))).toEqual(
          parcel([number.toWellFormed()], carrier.toWellFormed()),
        );
      }),
    );
  });

  it.each([
    ['urn:epc:id:sscc:0614141.1234567890', ['106141412345678908', '00106141412345678908']],
    ['https://id.gs1.org/00/106141412345678908', ['106141412345678908', '00106141412345678908']],
    ['https://dl.acme.example/00/106141412345678908?lot=1', ['106141412345678908', '00106141412345678908']],
    ['urn:epc:id:grai:0614141.12345.400', ['00614141123452400']],
    ['https://id.gs1.org/8003/00614141123452400', ['00614141123452400']],
    ['http://epcis.acme.example/user/obj/12345.67890', ['12345.67890']],
  ])('%s is a number with any carrier', (uri, numbers) => expect(objectOf(uri)).toEqual(parcel(numbers)));

  it.each([
    'urn:epc:id:sgtin:0614141.107346.2017',
    'urn:epc:class:lgtin:4012345.012345.998877',
    'https://id.gs1.org/01/09521321123453/21/4711',
    unitUri(base, '019a0000-0000-7000-8000-00000000000a'),
  ])('%s is of no parcel', (uri) => expect(objectOf(uri)).toEqual({ kind: 'no_parcel' }));

  it.each([
    'https://id.gs1.org/00/106141412345678907',
    'urn:epc:id:sscc:0614141.12345',
    'urn:epc:id:grai:0614141.1234.400',
    'LZ1CN',
    'urn:uuid:019a0000-0000-7000-8000-00000000000a',
    'https://parcels.example/epcis/carriers/dhl/obj/%20',
    'https://parcels.example/epcis/carriers/dhl/obj/%ff',
    'https://parcels.example/epcis/carriers/dhl/obj/',
    '',
  ])('"%s" is not understood', (uri) => expect(objectOf(uri)).toEqual({ kind: 'unknown' }));
});

describe('the URI of a place', () => {
  it('has its parts, and gives them back', () => {
    const part = fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }));
    const place = fc.record({ country: fc.constantFrom(null, 'CN', 'DE'), city: part, facility: part });
    fc.assert(
      fc.property(place, (one) => {
        const uri = placeUri(base, one);
        const { country, city, facility } = one;
        if (country === null && city === null && facility === null) expect(uri).toBeNull();
        else
          expect(placeOf(uri ?? '')).toEqual({
            country,
            city: city?.toWellFormed() ?? null,
            facility: facility?.toWellFormed() ?? null,
          });
      }),
    );
  });

  it.each(['urn:epc:id:sgln:0614141.07346.1234', 'geo:52.5,13.4', `${base}/epcis/loc/%ff`])(
    '%s of others is the name of a facility',
    (uri) => expect(placeOf(uri)).toEqual({ country: null, city: null, facility: uri }),
  );
});

it('the URI of an order is a business transaction', () =>
  expect(orderUri(base, '019a')).toBe('https://parcels.example/epcis/orders/bt/019a'));
