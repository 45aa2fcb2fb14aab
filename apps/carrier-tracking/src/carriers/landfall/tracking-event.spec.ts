import { describe, expect, it } from '@jest/globals';
import { unitNumberOf } from '../../units/unit-number.ts';
import { LandfallReader } from './landfall.reader.ts';
import { faultsOfTrackingEvent } from './tracking-event.ts';

const valid = {
  trackingNumber: 'LZ1CN',
  carrier: 'Yanwen',
  milestone: 'arrived_at_facility',
  occurredAt: '2026-03-04T09:30:00+08:00',
};
const { trackingNumber: _number, ...ofNothing } = valid;
const unitId = '019a0000-0000-7000-8000-00000000000a';
const ofUnit = { ...ofNothing, unitId };

describe('an item of our own shape', () => {
  it.each([
    ['with the least', valid],
    [
      'with everything',
      {
        ...valid,
        leg: 'trunk_line',
        reason: 'weather',
        place: { country: 'CN', city: 'Shenzhen', facility: 'SZX 2' },
        rawCode: 'AR',
        rawDescription: 'Arrived',
        weightGrams: 350.5,
        proof: { type: 'photo', ref: 'p/1' },
      },
    ],
    [
      'with null for what it has not',
      { ...valid, leg: null, place: null, proof: null, rawCode: null, unitId: null },
    ],
    ['of a transport unit', ofUnit],
    ['of a transport unit and of no number', { ...ofUnit, trackingNumber: null }],
  ])('is accepted %s', (_, item) => {
    expect(faultsOfTrackingEvent(item)).toEqual([]);
  });

  it.each([
    ['no object', 7, ['']],
    ['no fields', {}, ['/trackingNumber', '/carrier', '/milestone', '/occurredAt']],
    ['an unknown milestone', { ...valid, milestone: 'teleported' }, ['/milestone']],
    ['a time without its offset', { ...valid, occurredAt: '2026-03-04T09:30:00' }, ['/occurredAt']],
    ['a day that is none', { ...valid, occurredAt: '2026-02-30T09:30:00Z' }, ['/occurredAt']],
    ['a leg beside a milestone of one leg', { ...valid, milestone: 'delivered', leg: 'last_mile' }, ['/leg']],
    ['an unknown leg', { ...valid, leg: 'orbit' }, ['/leg']],
    ['a country in words', { ...valid, place: { country: 'China' } }, ['/place/country']],
    ['a place without a country', { ...valid, place: { city: 'Shenzhen' } }, ['/place/country']],
    [
      'unknown fields',
      { ...valid, 'a/b': 1, place: { country: 'CN', street: 'x' } },
      ['/a~1b', '/place/street'],
    ],
    ['neither a number nor a unit', ofNothing, ['/trackingNumber']],
    ['a unit that is no id', { ...ofUnit, unitId: 7 }, ['/unitId']],
    ['a number beside a unit', { ...valid, unitId }, ['/trackingNumber']],
    ['a unit and little else', { unitId }, ['/carrier', '/milestone', '/occurredAt']],
    ['a blank number', { ...valid, trackingNumber: '  ' }, ['/trackingNumber']],
    ['a weight below nothing', { ...valid, weightGrams: -1 }, ['/weightGrams']],
    ['a lone surrogate', { ...valid, rawCode: 'a\ud800' }, ['/rawCode']],
    ['a NUL', { ...valid, place: { country: 'CN', city: 'a\0' } }, ['/place/city']],
  ])('is refused with %s', (_, item, pointers) => {
    expect(
      faultsOfTrackingEvent(item)
        .map((fault) => fault.pointer)
        .sort(),
    ).toEqual([...pointers].sort());
  });

  it('is told what it may be', () => {
    expect(faultsOfTrackingEvent({ ...valid, milestone: 'x' })[0]?.detail).toContain('picked_up');
  });
});

describe('an upload', () => {
  const read = (events: object[]) => new LandfallReader().read({ events });
  const scansOf = (upload: object, isKnown?: (scanId: string) => boolean) => {
    const reading = new LandfallReader().read(upload, { isKnown });
    if (reading.kind !== 'understood') throw new Error(reading.reason);
    return reading.scans;
  };

  it('is read as it is, for the carrier by name only', () => {
    expect(read([{ ...valid, weightGrams: 350, milestone: 'weighed' }])).toMatchObject({
      number: 'LZ1CN',
      addressing: { carriers: ['yanwen'], byAggregator: false },
      scans: [{ reading: { milestone: 'weighed' }, weightGrams: 350, time: { offsetSource: 'given' } }],
    });
  });

  it('keeps two milestones of one instant apart', () => {
    const scans = scansOf({
      events: [
        { ...valid, milestone: 'weighed' },
        { ...valid, milestone: 'sorted' },
      ],
    });
    expect(new Set(scans.map((scan) => scan.scanId)).size).toBe(2);
  });

  it('is read without the scans that are known', () => {
    const upload = { events: [valid, { ...valid, milestone: 'weighed' }] };
    const [first, second] = scansOf(upload);
    expect(scansOf(upload, (scanId) => scanId === first?.scanId)).toEqual([second]);
  });

  it('of a unit is kept for the unit, with the carrier as he is called', () => {
    expect(read([{ ...ofUnit, unitId: unitId.toUpperCase() }])).toMatchObject({
      number: unitNumberOf(unitId),
      addressing: { carriers: ['yanwen'] },
      scans: [{ number: unitNumberOf(unitId), unit: { unitId, carrier: 'Yanwen' } }],
    });
  });

  it('of anything else is not understood', () => {
    expect(read([])).toMatchObject({ kind: 'not_understood' });
    expect(read([{ a: 1 }])).toMatchObject({ kind: 'not_understood' });
  });
});
