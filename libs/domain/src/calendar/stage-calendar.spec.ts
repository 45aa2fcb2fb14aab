import { describe, expect, it } from '@jest/globals';
import { parcel } from '../parcel/story.spec-kit.ts';
import { stageCalendars, type CountryDays } from './stage-calendar.ts';
import { workingHoursBetween } from './working-hours.ts';

const asked: string[] = [];
const calendarOf = stageCalendars((country): CountryDays => {
  asked.push(country);
  return {
    publicHolidays: country === 'DE' ? ['2026-05-01'] : [],
    springFestival: country === 'CN' ? ['2026-02-17', '2026-02-18'] : [],
    utcOffsetMinutes: country === 'DE' ? 60 : 0,
  };
});

/** Working hours of a stage within local days of Germany, from one midnight to another. */
const hours = (
  facts: Parameters<typeof parcel>[0],
  stage: Parameters<typeof calendarOf>[0],
  from: string,
  to: string,
) =>
  workingHoursBetween(
    calendarOf(stage, parcel(facts)),
    Date.parse(`${from}T00:00+01:00`),
    Date.parse(`${to}T00:00+01:00`),
  );

describe('the calendar of a stage', () => {
  it('of German deliveries has neither Sundays nor public holidays', () => {
    // Thursday 30 April to Monday 4 May.
    expect(hours({}, 'last_mile', '2026-04-30', '2026-05-04')).toBe(48);
  });

  it('of customs is that of offices, unless it clears express parcels or nobody knows', () => {
    expect(hours({ clearance: 'postal' }, 'import_customs', '2026-04-30', '2026-05-05')).toBe(48);
    expect(hours({ clearance: 'express' }, 'import_customs', '2026-04-30', '2026-05-05')).toBe(120);
    expect(hours({ clearance: null }, 'import_customs', '2026-04-30', '2026-05-05')).toBe(120);
  });

  it('of deliveries elsewhere has every day but public holidays, and the midnight of its place', () => {
    const holidays = ['2026-07-03'];
    const american = stageCalendars(() => ({
      publicHolidays: holidays,
      springFestival: [],
      utcOffsetMinutes: -360,
    }))('last_mile', parcel({ destinationCountry: 'US' }));
    expect(american.weekdays).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(workingHoursBetween(american, Date.UTC(2026, 6, 3, 0), Date.UTC(2026, 6, 5, 0))).toBe(24);
    expect(workingHoursBetween(american, Date.UTC(2026, 6, 3, 0), Date.UTC(2026, 6, 3, 12))).toBe(6);
  });

  it('of Saudi deliveries has Friday and Saturday off', () => {
    expect(hours({ destinationCountry: 'SA' }, 'last_mile', '2026-03-05', '2026-03-08')).toBe(25);
  });

  it('of Chinese warehouses shuts over Spring Festival', () => {
    const calendar = calendarOf('warehousing', parcel());
    expect(workingHoursBetween(calendar, Date.UTC(2026, 1, 16), Date.UTC(2026, 1, 20))).toBe(48);
  });

  it('of the hand-over to deliveries has every day but public holidays', () => {
    expect(hours({}, 'awaiting_injection', '2026-05-01', '2026-05-04')).toBe(48);
  });

  it.each(['collection', 'trunk_line', 'awaiting_uplift'] as const)('of %s has every day', (stage) => {
    expect(hours({ clearance: 'postal' }, stage, '2026-05-01', '2026-05-04')).toBe(72);
  });

  it('is made once', () => {
    asked.length = 0;
    calendarOf('last_mile', parcel({ destinationCountry: 'FR' }));
    calendarOf('last_mile', parcel({ destinationCountry: 'FR' }));
    expect(asked).toEqual(['FR']);
    expect(calendarOf('last_mile', parcel({ destinationCountry: 'FR' }))).toBe(
      calendarOf('last_mile', parcel({ destinationCountry: 'FR' })),
    );
  });
});
