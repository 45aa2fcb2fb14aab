import { calendarOf } from '../chain.ts';
import type { Stage } from '../legs/leg.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
import { gatewayOf } from '../routing/gateway.ts';
import { everyDay, type WorkingCalendar } from './working-calendar.ts';

/** What the domain has to be told of a country's days: local days as `YYYY-MM-DD`. */
export interface CountryDays {
  readonly publicHolidays: readonly string[];
  /** The week of the Spring Festival, in which Chinese warehouses are shut. */
  readonly springFestival: readonly string[];
  /** Of its local time, in minutes. */
  readonly utcOffsetMinutes: number;
}

export type DaysOf = (country: string) => CountryDays;

/** What of a parcel, or of a lane, decides when companies work for it. */
export type PlaceFacts = Pick<ParcelFacts, 'originCountry' | 'destinationCountry' | 'clearance'>;

/** When a stage of a parcel's road is worked at. */
export type CalendarOf = (stage: Stage, facts: PlaceFacts) => WorkingCalendar;

const mondayToFriday = [1, 2, 3, 4, 5];
const mondayToSaturday = [1, 2, 3, 4, 5, 6];
const sundayToThursday = [7, 1, 2, 3, 4];

/** The days on which parcels are delivered; elsewhere on all seven. */
const deliveryDays: Readonly<Record<string, readonly number[]>> = {
  DE: mondayToSaturday,
  FR: mondayToSaturday,
  SA: sundayToThursday,
};

/** The days of offices; elsewhere Monday to Friday. */
const officeDays: Readonly<Record<string, readonly number[]>> = { SA: sundayToThursday };

/**
 * The working calendar of each stage of a parcel's road, at its place, until its own weekdays are learned: warehouses shut over
 * Spring Festival, customs in offices' hours unless it clears express parcels, deliveries on the carriers' days, and neither they nor
 * the hand-over to them on public holidays. What has no days off has none.
 */
export function stageCalendars(daysOf: DaysOf): CalendarOf {
  const warehouses = onceFor((country) => {
    const { springFestival, utcOffsetMinutes } = daysOf(country);
    return { ...everyDay, closedDates: springFestival, utcOffsetMinutes };
  });
  const offices = onceFor((country) => withHolidays(daysOf(country), officeDays[country] ?? mondayToFriday));
  const everyDayAt = onceFor((country) => ({
    ...everyDay,
    utcOffsetMinutes: daysOf(country).utcOffsetMinutes,
  }));
  const handOvers = onceFor((country) => withHolidays(daysOf(country), everyDay.weekdays));
  const deliveries = onceFor((country) =>
    withHolidays(daysOf(country), deliveryDays[country] ?? everyDay.weekdays),
  );
  return (stage, { originCountry, destinationCountry, clearance }) => {
    const country = gatewayOf(destinationCountry);
    if (stage === 'warehousing' && originCountry !== null && gatewayOf(originCountry) === 'CN')
      return warehouses('CN');
    if (stage === 'import_customs')
      return clearance === null || clearance === 'express' ? everyDayAt(country) : offices(country);
    if (stage === 'awaiting_injection') return handOvers(country);
    return stage === 'last_mile' ? deliveries(country) : calendarOf(stage);
  };
}

/** Of a country's offices: its weekends and public holidays. */
export const officeCalendar = (country: string, calendarOf: CalendarOf): WorkingCalendar =>
  calendarOf('import_customs', { originCountry: null, destinationCountry: country, clearance: 'formal' });

/** Made once for each country: a calendar is asked for many times an event, and known by its identity. */
function onceFor(make: (country: string) => WorkingCalendar): (country: string) => WorkingCalendar {
  const known = new Map<string, WorkingCalendar>();
  return (country) => {
    const calendar = known.get(country) ?? make(country);
    known.set(country, calendar);
    return calendar;
  };
}

const withHolidays = (
  { publicHolidays, utcOffsetMinutes }: CountryDays,
  weekdays: readonly number[],
): WorkingCalendar => ({ weekdays, closedDates: publicHolidays, extraDates: [], utcOffsetMinutes });
