import { describe, expect, it } from '@jest/globals';
import { numberFormatsOf } from './number-formats.ts';

const formatsOf = (number: string) =>
  numberFormatsOf(number).map(({ carrier, checkDigit }) => `${carrier} ${checkDigit}`);

describe('the formats of a tracking number', () => {
  it.each([
    ['RR123456785CN', ['china-post right']],
    ['RR123456784CN', ['china-post wrong']],
    ['rr 123 456 785 cn', ['china-post right']],
    ['RB123456785US', ['usps right']],
    ['RB123456785GB', ['royal-mail right']],
    ['RB123456785AT', ['osterreichische-post-ag right']],
    ['RB123456785XX', []],
    ['1Z5R89390357567127', ['ups right']],
    ['1Z5R89390357567128', ['ups wrong']],
    ['9400111202555842332669', ['usps right']],
    ['986578788855', ['fedex right']],
    ['3318810025', ['dhl right']],
    ['TBA000000000000', ['amazon none']],
    ['C11031500001879', ['ontrac right']],
    ['YT2103521272000001', []],
    ['JJD000390007882823426', []],
    ['', []],
    ['x'.repeat(64), []],
  ])('%s has those of %j', (number, formats) => expect(formatsOf(number)).toEqual(formats));

  it('may be of several carriers', () =>
    expect(formatsOf('9261292700768711948021').sort()).toEqual(['fedex right', 'usps right']));

  it('says which of them nobody else has, and which are of all posts', () => {
    expect(numberFormatsOf('1Z5R89390357567127')).toMatchObject([{ distinctive: true, postal: false }]);
    expect(numberFormatsOf('RR123456785CN')).toMatchObject([{ distinctive: false, postal: true }]);
    expect(numberFormatsOf('986578788855')).toMatchObject([{ distinctive: false, postal: false }]);
  });
});
