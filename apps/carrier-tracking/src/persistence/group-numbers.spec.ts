import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stages } from '../poll-carriers/pace/stage.ts';
import { normaliseNumber } from '../scans/tracking-number.ts';
import { numbersOf, textOf } from './group-numbers.ts';

describe('the numbers of a group', () => {
  it('are the same after they have been stored', () => {
    const instant = fc.integer({ min: 0, max: 4_102_444_800_000 });
    const number = fc.record({
      number: fc.string({ unit: 'binary', minLength: 1 }).map(normaliseNumber),
      stage: fc.constantFrom(...stages),
      heardAt: instant,
      endedAt: fc.option(instant),
      hash: fc.option(fc.base64String({ minLength: 4 })),
    });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 40 }), (numbers) => {
        expect(numbersOf(textOf(numbers))).toEqual(numbers);
      }),
    );
  });
});
