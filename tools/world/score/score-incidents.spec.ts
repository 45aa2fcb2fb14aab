import { describe, expect, it } from '@jest/globals';
import type { Incident } from '../life/incidents.ts';
import { day, hour } from '../wire/instants.ts';
import type { AnsweredIncident } from './answers.ts';
import { scoreIncidents } from './score-incidents.ts';

const outage = (from: number, to: number): Incident => ({
  index: 0,
  kind: 'feed_silence',
  from: from * hour,
  to: to * hour,
  speed: 1,
  silent: 'usps',
  scope: {
    carriers: ['usps'],
    legs: [],
    originCountry: 'CN',
    destinationCountries: ['US'],
    routeIds: ['pearl-us-air'],
    unitIds: [],
  },
  slows: () => false,
});
const customs: Incident = {
  ...outage(200, 260),
  kind: 'customs_slowdown',
  silent: null,
  scope: { ...outage(0, 0).scope, carriers: [], legs: ['import_customs'] },
};
const answer = (foundAt: number, more: Partial<AnsweredIncident> = {}): AnsweredIncident => ({
  kind: 'feed_silence',
  scope: { carrier: 'usps' },
  foundAt: foundAt * hour,
  openedAt: foundAt * hour,
  closedAt: null,
  parcelCount: 50,
  ...more,
});
const many = (incident: Incident, members = 100, knowableAfterHours: number | null = 3) => ({
  incident,
  members,
  knowableAfterHours,
});

describe('incidents', () => {
  it('are found by kind, scope and time, after the hours until the first was listed', () =>
    expect(scoreIncidents([many(outage(100, 140))], [answer(112), answer(108)])).toEqual({
      truth: 1,
      found: 1,
      false: 0,
      detectionHoursP50: 8,
      detectionHoursMax: 8,
      detectionHoursMaxOfKnowable: 8,
      each: [
        { kind: 'feed_silence', lastsHours: 40, members: 100, foundAfterHours: 8, knowableAfterHours: 3 },
      ],
      byKind: { feed_silence: { truth: 1, found: 1 } },
    }));

  it.each([
    ['another carrier', answer(108, { scope: { carrier: 'ups' } })],
    ['another country', answer(108, { scope: { carrier: 'usps', destinationCountry: 'FR' } })],
    ['another kind', answer(108, { kind: 'lane_slowdown' })],
    ['a time long after', answer(140 + 4 * 24)],
    ['a time before', answer(50, { closedAt: 90 * hour })],
  ])('of %s are false', (_, wrong) =>
    expect(scoreIncidents([many(outage(100, 140))], [wrong])).toMatchObject({ found: 0, false: 1 }),
  );

  it('that say less of their scope agree with it', () =>
    expect(scoreIncidents([many(outage(100, 140))], [answer(108, { scope: {} })]).found).toBe(1));

  it('need not be found where they are short or small, and are not false there', () => {
    const few = many(outage(100, 140), 19);
    const short = many(outage(100, 124));
    for (const one of [few, short])
      expect(scoreIncidents([one], [answer(108)])).toMatchObject({ truth: 0, found: 0, false: 0 });
  });

  it('that slow something down may be called by another name for it', () => {
    const lane = answer(205, {
      kind: 'lane_slowdown',
      scope: { originCountry: 'CN', destinationCountry: 'US', leg: 'import_customs' },
    });
    expect(scoreIncidents([many(customs)], [lane]).found).toBe(1);
    const elsewhere = { ...lane, scope: { ...lane.scope, leg: 'last_mile' } };
    expect(scoreIncidents([many(customs)], [elsewhere]).found).toBe(0);
  });

  it.each([
    [12, 15],
    [13, null],
    [null, null],
  ])(
    'that can be known after %p h are to be found soon: the latest of those after %p h',
    (knowable, latest) =>
      expect(scoreIncidents([many(outage(100, 140), 100, knowable)], [answer(115)])).toMatchObject({
        detectionHoursMax: 15,
        detectionHoursMaxOfKnowable: latest,
      }),
  );

  it('have an aftermath of three days', () =>
    expect(
      scoreIncidents(
        [many(customs)],
        [
          answer(0, {
            kind: 'customs_slowdown',
            scope: {},
            openedAt: 260 * hour + 3 * day,
            foundAt: 400 * hour,
          }),
        ],
      ),
    ).toMatchObject({
      found: 1,
      detectionHoursMax: 200,
    }));
});
