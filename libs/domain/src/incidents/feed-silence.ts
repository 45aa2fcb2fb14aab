import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import type { WorkingCalendar } from '../calendar/working-calendar.ts';
import { isPublicHoliday, isWorkedAt } from '../calendar/working-hours.ts';

/** Days of a feed's past that tell how it is usually heard. */
export const FEED_MEMORY_DAYS = 28;

/** A feed that has been known for less tells nothing by its silence. */
const LEAST_DAYS = 14;
const LEAST_HOURS_HEARD = 48;
/** Shorter silences are nobody's business. */
const LEAST_SILENCE_HOURS = 6;
/** Surprise of a silence that, where it is the longest too, is none of the usual ones. */
const UNLIKELY = -Math.log(1e-3);
const BEYOND_LONGEST = 2.5;
/** Surprise (minus the log of its chance) of a silence that none of the usual ones comes near, and by how much it exceeds theirs. */
const SURPRISING = -Math.log(1e-4);
const BEYOND_MOST_SURPRISING = 1.3;
/** Longer than any silence that is told from others. */
const MOST_HOURS = 10 * FEED_MEMORY_DAYS * 24;

/**
 * From when on the silence of a feed (a carrier, or who tells for him) is an incident, if nothing is heard until then; null while
 * too little is known of it. A feed is heard hour by hour: by the hours of the day, on working days and on others, in which
 * anything came in the last four weeks, a silence longer than any in that time may be so unlikely; or it is two and a half times as long;
 * or it is so much less likely than any, however long those of weekends are.
 * What is not heard on a public holiday counts for nothing. A silence of that time that was so much longer than all others was an incident itself, and no measure of the next. Counting hours, not scans, makes pushes in bursts no better known than single ones.
 * @param hoursHeard hours since 1 January 1970 (UTC) in which anything was heard, ascending, without repetitions
 * @param calendar of offices where parcels of the feed go; its closed dates are the public holidays
 */
export function silentFrom(hoursHeard: readonly number[], calendar: WorkingCalendar): Instant | null {
  const last = hoursHeard.at(-1);
  if (last === undefined) return null;
  const since = last + 1 - FEED_MEMORY_DAYS * 24;
  const known = hoursHeard.filter((hour) => hour >= since);
  const [first = last] = known;
  if (known.length < LEAST_HOURS_HEARD || last - first < LEAST_DAYS * 24) return null;
  const { longest, outage } = silencesOf(known);
  const { isHoliday, slotOf } = daysOff(calendar);
  const chance = chanceByHour(known, first, last, outage, slotOf);
  const surpriseIn = (hour: number): number => (isHoliday(hour) ? 0 : -Math.log(1 - chance(hour)));
  const beyondAny = Math.max(SURPRISING, BEYOND_MOST_SURPRISING * mostSurprising(known, outage, surpriseIn));
  let [surprise, onOtherDays] = [0, 0];
  for (let silent = 1; silent <= MOST_HOURS; silent++) {
    if (isHoliday(last + silent)) continue;
    surprise += surpriseIn(last + silent);
    onOtherDays += 1;
    const isUnusual =
      (surprise > UNLIKELY && silent > longest) ||
      surprise >= beyondAny ||
      onOtherDays >= BEYOND_LONGEST * longest;
    if (isUnusual && silent >= LEAST_SILENCE_HOURS) return (last + 1 + silent) * HOUR_MS;
  }
  return null;
}

/** The greatest surprise of a silence that was no outage. */
function mostSurprising(
  known: readonly number[],
  outage: Silence,
  surpriseIn: (hour: number) => number,
): number {
  let most = 0;
  for (const [index, hour] of known.entries()) {
    const after = known[index - 1] ?? hour;
    if (after === outage.after) continue;
    let surprise = 0;
    for (let silent = after + 1; silent < hour; silent++) surprise += surpriseIn(silent);
    most = Math.max(most, surprise);
  }
  return most;
}

interface DaysOff {
  readonly isHoliday: (hour: number) => boolean;
  /** The hours of working days, then those of others. */
  readonly slotOf: (hour: number) => number;
}

/** Of the place where the calendar is kept: its days begin at its midnight. */
const daysOff = (calendar: WorkingCalendar): DaysOff => ({
  isHoliday: (hour) => isPublicHoliday(calendar, hour * HOUR_MS),
  slotOf: (hour) => (isWorkedAt(calendar, hour * HOUR_MS) ? 0 : HOURS_OF_DAY) + (hour % HOURS_OF_DAY),
});

const HOURS_OF_DAY = 24;

/** P(anything is heard) in an hour, by the hour of the day, on working days and on others; each is thought half heard before it is known. */
function chanceByHour(
  known: readonly number[],
  first: number,
  last: number,
  outage: Silence,
  slotOf: DaysOff['slotOf'],
): (hour: number) => number {
  const heard = new Float64Array(2 * HOURS_OF_DAY);
  const passed = new Float64Array(2 * HOURS_OF_DAY);
  for (let hour = first; hour <= last; hour++)
    if (hour <= outage.after || hour > outage.after + outage.hours) add(passed, slotOf(hour));
  for (const hour of known) add(heard, slotOf(hour));
  return (hour) => ((heard[slotOf(hour)] ?? 0) + 0.5) / ((passed[slotOf(hour)] ?? 0) + 1);
}

function add(counts: Float64Array, slot: number): void {
  counts[slot] = (counts[slot] ?? 0) + 1;
}

/** Hours in a row without anything, after one in which something was heard. */
interface Silence {
  readonly after: number;
  readonly hours: number;
}

const none: Silence = { after: -Infinity, hours: 0 };

/** The longest silence in hours, outages left out; and the longest outage. */
function silencesOf(known: readonly number[]): { longest: number; outage: Silence } {
  const silences = known
    .map((hour, index) => ({ after: known[index - 1] ?? hour, hours: hour - (known[index - 1] ?? hour) - 1 }))
    .filter(({ hours }) => hours > 0)
    .sort((a, b) => b.hours - a.hours);
  const [first = none, second = none] = silences;
  const isOutage = first.hours >= LEAST_SILENCE_HOURS && first.hours >= BEYOND_LONGEST * second.hours;
  return isOutage && second !== none
    ? { longest: second.hours, outage: first }
    : { longest: first.hours, outage: none };
}
