import Holidays from 'date-holidays';
import type { GeneratedDocument } from './generated-document.ts';

/** Destinations and origins of parcels whose days off are known. */
const countries = [
  'AE AT AU BE BR CA CH CL CN CZ DE DK ES FI FR GB GR HU IE IL IN IT JP KR MX MY NL NO NZ PH PL PT RO RU SA SE SG TH TR TW',
  'UA US ZA',
]
  .join(' ')
  .split(' ');
const firstYear = 2016;
const lastYear = 2032;
const springFestivalDays = 8;
const dayMs = 86_400_000;

/**
 * The national public holidays that `date-holidays` knows, by country and year, as `MM-DD`; for China also Spring Festival. Written
 * down, because the library takes 50 MB of memory that no service has to spare.
 */
export function publicHolidays(): GeneratedDocument {
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, nth) => firstYear + nth);
  const byCountry = Object.fromEntries(
    countries.map((country) => {
      const library = new Holidays(country, { types: ['public'] });
      const datesOf = (year: number) => library.getHolidays(year).map(({ date }) => date.slice(0, 10));
      return [country, byYear(years, datesOf)];
    }),
  );
  const chinese = new Holidays('CN', { types: ['public'] });
  const springFestival = byYear(years, (year) => {
    const eve = chinese.getHolidays(year).find(({ rule }) => rule === 'chinese 01-0-00');
    const begin = Date.parse(`${eve?.date.slice(0, 10)}T00:00Z`);
    return Array.from({ length: springFestivalDays }, (_, nth) =>
      new Date(begin + nth * dayMs).toISOString(),
    );
  });
  return {
    path: 'apps/exception-detection/src/calendars/public-holidays.json',
    text: `${JSON.stringify({ ...byCountry, springFestival }, undefined, 2)}\n`,
  };
}

const byYear = (years: readonly number[], datesOf: (year: number) => string[]): Record<string, string> =>
  Object.fromEntries(
    years.map((year) => [
      year,
      [...new Set(datesOf(year).map((date) => date.slice(5, 10)))].sort().join(' '),
    ]),
  );
