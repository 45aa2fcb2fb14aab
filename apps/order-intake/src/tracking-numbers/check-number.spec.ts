import { describe, expect, it } from '@jest/globals';
import { checkNumber, type CarrierHistory, type NumberClaim } from './check-number.ts';
import { numberFormatsOf, type NumberFormat } from './number-formats.ts';

const check = (trackingNumber: string, changes: Partial<NumberClaim> = {}) =>
  checkNumber({
    trackingNumber,
    carrier: undefined,
    formats: numberFormatsOf(trackingNumber),
    destinationCountry: 'US',
    history: [],
    ...changes,
  });
const codesOf = (trackingNumber: string, changes: Partial<NumberClaim>) =>
  check(trackingNumber, changes).warnings.map(({ code, pointer }) => `${code} ${pointer}`);
const before = (carrier: string, numbers: number): CarrierHistory => ({ carrier, numbers });

const wrongDigit = 'tracking_number_check_digit /trackingNumber';
const otherCarrier = 'tracking_number_of_another_carrier /carrier';

describe('given a number and its carrier', () => {
  it.each([
    ['S10 with a right check digit', 'RR123456785CN', 'china-post'],
    ['S10 of another post, for a company that takes it on', 'RR123456785CN', 'usps'],
    ['S10 of a private company', 'RR123456785CN', 'yanwen'],
    ['a number of UPS', '1Z5R89390357567127', 'UPS'],
    ['a number of UPS, for a service of theirs', '1Z5R89390357567127', 'ups-mail-innovations'],
    ['a number of FedEx', '986578788855', 'FedEx Express'],
    ['a number that only its carrier knows', 'YT2103521272000001', 'yunexpress'],
    ['digits that others could have, with a wrong check digit of theirs', '986578788854', 'gls'],
    ['digits that others could have, with a right check digit of theirs', '986578788855', 'gls'],
  ])('when it is %s, then nothing is wrong', (_, number, carrier) => {
    expect(check(number, { carrier })).toMatchObject({ carrier, warnings: [] });
  });

  it.each([
    ['S10', 'RR123456784CN', 'china-post'],
    ['S10, whoever the carrier is', 'RR123456784CN', 'yanwen'],
    ['a number of UPS', '1Z5R89390357567128', 'ups'],
    ['a number of UPS, whoever the carrier is', '1Z5R89390357567128', 'my-express'],
    ['a number of FedEx, for FedEx', '986578788854', 'fedex'],
    ['a number of USPS, for USPS', '9400111202555842332660', 'USPS'],
  ])('when it is %s with a wrong check digit, then the merchant is told', (_, number, carrier) => {
    expect(codesOf(number, { carrier })).toEqual([wrongDigit]);
  });

  it('when it is wrong by one format of the carrier and right by another, then nothing is wrong', () => {
    const format = (checkDigit: NumberFormat['checkDigit']): NumberFormat => ({
      carrier: 'fedex',
      checkDigit,
      distinctive: false,
      postal: false,
    });
    expect(codesOf('1', { carrier: 'fedex', formats: [format('wrong'), format('right')] })).toEqual([]);
    expect(codesOf('1', { carrier: 'fedex', formats: [format('wrong'), format('none')] })).toEqual([]);
  });

  it.each([
    ['UPS', '1Z5R89390357567127', 'usps'],
    ['UPS', '1Z5R89390357567127', 'yunexpress'],
    ['Amazon', 'TBA000000000000', 'dhl'],
  ])(
    'when it has the format that only %s has, then the merchant is told of any other carrier',
    (_, number, carrier) => expect(codesOf(number, { carrier })).toEqual([otherCarrier]),
  );

  it('when the merchant calls that carrier so since ever, then nothing is wrong', () =>
    expect(codesOf('1Z5R89390357567127', { carrier: 'My UPS', history: [before('my-ups', 1)] })).toEqual([]));

  it('when twenty numbers that look the same were of another carrier, then the merchant is told', () => {
    const number = 'YT2103521272000001';
    expect(codesOf(number, { carrier: '4px', history: [before('yunexpress', 20)] })).toEqual([otherCarrier]);
    expect(codesOf(number, { carrier: '4px', history: [before('yunexpress', 19)] })).toEqual([]);
    expect(
      codesOf(number, { carrier: '4px', history: [before('yunexpress', 40), before('4PX', 1)] }),
    ).toEqual([]);
  });
});

describe('given a number without a carrier', () => {
  it.each<[string, string, Partial<NumberClaim>, string | undefined]>([
    ['it has a format that only UPS has', '1Z5R89390357567127', {}, 'ups'],
    [
      'it has one, whatever the merchant did before',
      '1Z5R89390357567127',
      { history: [before('dhl', 9)] },
      'ups',
    ],
    [
      'the merchant’s like numbers have one carrier',
      'YT2103521272000001',
      { history: [before('Yun', 3)] },
      'Yun',
    ],
    [
      'nearly all of the merchant’s like numbers have one',
      '986578788855',
      { history: [before('gls', 45), before('fedex', 5)] },
      'gls',
    ],
    ['it is S10: the post that gave it out', 'RR123456785CN', {}, 'china-post'],
    [
      'it is S10, but the merchant’s are of another',
      'RR123456785CN',
      { history: [before('yanwen', 3)] },
      'yanwen',
    ],
    ['only one carrier has such numbers', '986578788855', {}, 'fedex'],
    [
      'several have, but one does not deliver there',
      '9261292700768711948021',
      { destinationCountry: 'DE' },
      'fedex',
    ],
    ['several have', '9261292700768711948021', {}, undefined],
    [
      'several have, and nobody knows where it goes',
      '9261292700768711948021',
      { destinationCountry: null },
      undefined,
    ],
    ['none has', 'YT2103521272000001', {}, undefined],
    ['none has, and the merchant’s habit is young', 'YT1', { history: [before('yunexpress', 2)] }, undefined],
    [
      'none has, and the merchant’s are mixed',
      'YT1',
      { history: [before('yunexpress', 5), before('4px', 5)] },
      undefined,
    ],
    ['its check digit is wrong', '986578788854', {}, undefined],
    ['its format has none and others could have it', 'GM2951173225174494', {}, undefined],
  ])('when %s, then that settles it', (_, number, changes, carrier) =>
    expect(check(number, changes).carrier).toBe(carrier),
  );

  it('when a carrier is settled, then the merchant is told which and why', () =>
    expect(check('986578788855').warnings).toEqual([
      {
        code: 'carrier_settled',
        pointer: '/carrier',
        detail:
          'No carrier is named: fedex is taken, because the number has its format and check digit. Name it where that is wrong.',
      },
    ]));

  it('when it cannot be, then the carriers that it may be of are known', () =>
    expect(check('9261292700768711948021').candidates.sort()).toEqual(['fedex', 'usps']));

  it('when the habit settles it and its check digit is wrong, then both are told', () =>
    expect(codesOf('RR123456784CN', { history: [before('yanwen', 5)] })).toEqual([
      wrongDigit,
      'carrier_settled /carrier',
    ]));
});
