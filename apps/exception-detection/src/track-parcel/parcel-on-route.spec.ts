import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, foldParcel, priorKnowledge } from '@landfall/domain';
import { anyArrivals } from '../arrivals.spec-kit.ts';
import { parcelAnswer } from '../read-parcels/parcel-answer.ts';
import { registration, route, scanned, untouched } from '../testing-events.spec-kit.ts';
import { advanceParcel } from './advance-parcel.ts';
import { eventOf, factsOf, type KnownRoute, type Scan } from './parcel-record.ts';

const abroad = registration('routed', {
  routeId: 'AIR-1',
  originCountry: 'CN',
  destination: { country: 'DE', state: null, city: null },
  promisedAt: null,
});

/** Codes that are open after scans of a parcel from China to Germany on a route. */
const openAfter = (known: KnownRoute | null, ...scans: ReturnType<typeof scanned>[]) =>
  advanceParcel(
    untouched('routed', abroad),
    { route: known, knowledge: priorKnowledge, incidents: [] },
    { state: null, steps: [], heard: null, isAll: true },
    scans.map((event) => eventOf(event.data as Scan)),
    new Map(),
    new Date('2026-01-04T00:00:00Z'),
  ).exceptions.map(({ code }) => code);

const seenIn = (country: string) =>
  scanned('routed', 'in_transit', '2026-01-03T10:00:00Z', { place: { country, city: null, facility: null } });
const dutyRequested = scanned('routed', 'duty_requested', '2026-01-03T10:00:00Z', { place: null });

describe('a parcel on a known route', () => {
  it.each([
    ['DDP', ['ddp_breach']],
    ['DAP', []],
    [null, []],
  ] as const)('whose terms are %s and whose duty is requested has %j', (terms, codes) => {
    expect(openAfter(route('AIR-1', { terms }), dutyRequested)).toEqual(codes);
  });

  it.each([
    ['CN', []],
    ['BE', []],
    ['DE', []],
    ['ZA', ['misrouted']],
  ])('seen in %s has %j', (country, codes) => {
    expect(openAfter(route('AIR-1'), seenIn(country))).toEqual(codes);
  });

  it('is expected later by ship than by express', () => {
    const expectedBy = (mode: KnownRoute['mode']) => {
      const now = new Date('2026-01-01T00:00:00Z');
      const around = { route: route('AIR-1', { mode }), knowledge: priorKnowledge, incidents: [] };
      const p50 = parcelAnswer(abroad, around, null, now).estimate?.p50 ?? '';
      return (Date.parse(p50) - now.getTime()) / DAY_MS;
    };
    expect(expectedBy('ocean') - expectedBy('express')).toBeGreaterThan(14);
  });

  it('of which nothing is known may be asked for duty and seen anywhere on the way', () => {
    expect(openAfter(null, seenIn('ZA'), dutyRequested)).toEqual([]);
  });
});

describe('a state', () => {
  it('is the same on any route, so that a changed route folds nothing anew', () => {
    fc.assert(
      fc.property(anyArrivals, ({ tellings }) => {
        const scans = tellings.map(eventOf);
        expect(foldParcel(scans, factsOf(abroad, route('AIR-1')))).toEqual(
          foldParcel(scans, factsOf(abroad, null)),
        );
      }),
    );
  });
});
