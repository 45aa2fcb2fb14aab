import { describe, expect, it } from '@jest/globals';
import { MerchantCodes } from './merchant-codes.ts';
import type { Reading } from './scan.ts';

const reading = (milestone: Reading['milestone']): Reading => ({ milestone, leg: null, reason: null });
const scan = { sender: 'ups', rawCode: 'XD', reading: reading('dropped_off') };

describe("a merchant's own table of a sender's codes", () => {
  const codes = new MerchantCodes();
  codes.add('a', 'ups', 'xd', reading('picked_up'));
  codes.add('a', 'ups', 'ZZ', null);

  it("goes before the sender's, whatever the case, for that merchant and sender only", () => {
    expect(codes.readingFor('a', scan)).toEqual(reading('picked_up'));
    expect(codes.readingFor('b', scan)).toEqual(scan.reading);
    expect(codes.readingFor('a', { ...scan, sender: 'dhl' })).toEqual(scan.reading);
    expect(codes.readingFor('a', { ...scan, rawCode: 'KB' })).toEqual(scan.reading);
    expect(codes.readingFor('a', { ...scan, rawCode: null })).toEqual(scan.reading);
  });

  it('may say that a code is no scan', () => {
    expect(codes.readingFor('a', { ...scan, rawCode: 'ZZ' })).toBeNull();
  });
});
