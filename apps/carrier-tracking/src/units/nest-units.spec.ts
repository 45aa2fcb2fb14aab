import { describe, expect, it } from '@jest/globals';
import { nestUnits } from './nest-units.ts';

/** A bag lies in a pallet, the pallet travels under an air waybill; another bag and another pallet stand alone. */
const parentOf = new Map([
  ['bag', 'pallet'],
  ['pallet', 'mawb'],
  ['mawb', null],
  ['loose bag', null],
  ['other pallet', null],
]);

describe('units that are put in a unit', () => {
  it('are those that stand alone, each once', () =>
    expect(nestUnits(['mawb'], ['loose bag', 'other pallet', 'loose bag'], parentOf)).toEqual({
      ok: true,
      fresh: ['loose bag', 'other pallet'],
    }));

  it('are not put in again where they are', () =>
    expect(nestUnits(['pallet', 'mawb'], ['bag'], parentOf)).toEqual({ ok: true, fresh: [] }));

  it('must not be in another one', () =>
    expect(nestUnits(['other pallet'], ['loose bag', 'bag'], parentOf)).toEqual({
      ok: false,
      faults: [{ index: 1, code: 'unit_in_another_unit' }],
    }));

  it.each([
    ['what holds it', ['bag', 'pallet', 'mawb'], 'pallet'],
    ['what holds that in turn', ['bag', 'pallet', 'mawb'], 'mawb'],
    ['itself', ['loose bag'], 'loose bag'],
  ])('must not close a circle: a unit never holds %s', (_, path, named) =>
    expect(nestUnits(path, [named], parentOf)).toEqual({
      ok: false,
      faults: [{ index: 0, code: 'unit_cycle' }],
    }),
  );

  it('must exist; every fault is named', () =>
    expect(nestUnits(['bag', 'pallet', 'mawb'], ['nobody', 'loose bag', 'mawb'], parentOf)).toEqual({
      ok: false,
      faults: [
        { index: 0, code: 'unknown_unit' },
        { index: 2, code: 'unit_cycle' },
      ],
    }));
});
