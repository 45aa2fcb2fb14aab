import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Format } from 'typebox/format';
import './instant-format.ts';

const two = fc.nat({ max: 99 }).map((number) => String(number).padStart(2, '0'));
/** Of the canonical shape, with months, days and hours that exist and others. */
const shaped = fc
  .tuple(two, two, two, two, two)
  .map(([month, day, hour, minute, second]) => `2026-${month}-${day}T${hour}:${minute}:${second}.123Z`);
const real = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const spoiled = fc
  .tuple(real, fc.nat({ max: 23 }), fc.string({ maxLength: 2 }))
  .map(([text, at, by]) => text.slice(0, at) + by + text.slice(at + 1));

describe('the format of instants', () => {
  it('gives the verdict of RFC 3339', () =>
    fc.assert(
      fc.property(fc.oneof(shaped, real, spoiled, fc.constant('2026-02-28T23:59:60Z')), (text) => {
        expect(Format.Test('date-time', text)).toBe(Format.IsDateTime(text));
      }),
      { numRuns: 2_000 },
    ));

  it('takes what a clock writes', () =>
    expect(Format.Test('date-time', '2026-02-28T23:59:59.999Z')).toBe(true));
});
