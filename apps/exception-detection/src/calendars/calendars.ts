import { stageCalendars, type CountryDays } from '@landfall/domain';
import publicHolidays from './public-holidays.json' with { type: 'json' };

/** Winter time of the countries whose days off are known, in minutes; of several zones the one that most people keep. */
const utcOffsets: Readonly<Record<string, number>> = {
  AE: 240,
  AT: 60,
  AU: 600,
  BE: 60,
  BR: -180,
  CA: -300,
  CH: 60,
  CL: -180,
  CN: 480,
  CZ: 60,
  DE: 60,
  DK: 60,
  ES: 60,
  FI: 120,
  FR: 60,
  GB: 0,
  GR: 120,
  HU: 60,
  IE: 0,
  IL: 120,
  IN: 330,
  IT: 60,
  JP: 540,
  KR: 540,
  MX: -360,
  MY: 480,
  NL: 60,
  NO: 60,
  NZ: 720,
  PH: 480,
  PL: 60,
  PT: 0,
  RO: 120,
  RU: 180,
  SA: 180,
  SE: 60,
  SG: 480,
  TH: 420,
  TR: 180,
  TW: 480,
  UA: 120,
  US: -360,
  ZA: 120,
};

const days: Readonly<Record<string, Readonly<Record<string, string>>>> = publicHolidays;

/** What is known of a country's days; of one that nobody wrote down, nothing. */
export const countryDays = (country: string): CountryDays => ({
  publicHolidays: datesOf(country),
  springFestival: country === 'CN' ? datesOf('springFestival') : [],
  utcOffsetMinutes: utcOffsets[country] ?? 0,
});

const datesOf = (name: string): string[] =>
  Object.entries(days[name] ?? {}).flatMap(([year, dates]) =>
    dates === '' ? [] : dates.split(' ').map((date) => `${year}-${date}`),
  );

/** When companies work, by stage and place. */
export const workingCalendars = stageCalendars(countryDays);
