import { describe, expect, it } from '@jest/globals';
import { HOUR_MS, workingHoursBetween } from '@landfall/domain';
import { countryDays, workingCalendars } from './calendars.ts';

describe('the days of a country', () => {
  it('has the public holidays of its law', () => {
    expect(countryDays('DE').publicHolidays).toEqual(
      expect.arrayContaining(['2026-04-03', '2026-05-01', '2026-10-03', '2026-12-25']),
    );
    expect(countryDays('US').publicHolidays).toContain('2026-07-04');
  });

  it('has Spring Festival in China alone', () => {
    expect(countryDays('CN').springFestival).toEqual(
      expect.arrayContaining(['2026-02-16', '2026-02-17', '2026-02-23']),
    );
    expect(countryDays('DE').springFestival).toEqual([]);
  });

  it('is empty where nobody wrote it down', () => {
    expect(countryDays('XX')).toEqual({ publicHolidays: [], springFestival: [], utcOffsetMinutes: 0 });
  });

  it('leaves a German parcel where it is over Easter', () => {
    const parcel = { originCountry: 'CN', destinationCountry: 'DE', clearance: null };
    const calendar = workingCalendars('last_mile', parcel);
    // Good Friday, Easter Sunday and Easter Monday, of Thursday to Wednesday.
    const [from, to] = [Date.parse('2026-04-02T00:00+01:00'), Date.parse('2026-04-08T00:00+01:00')];
    expect(workingHoursBetween(calendar, from, to)).toBe(3 * 24);
    expect((to - from) / HOUR_MS).toBe(144);
  });
});
