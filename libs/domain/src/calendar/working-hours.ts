import { DAY_MS, HOUR_MS, type Instant } from './instant.ts';
import { neverCloses, type WorkingCalendar } from './working-calendar.ts';
import {
  daysOf,
  isoWeekday,
  isWorkingDay,
  nextWorkingDay,
  workingDayAfter,
  workingDaysBefore,
  type WorkingDays,
} from './working-days.ts';

/**
 * Working hours (fractional, never negative) between two instants under a calendar.
 * An end that is not after its start counts 0.
 */
export function workingHoursBetween(calendar: WorkingCalendar, from: Instant, to: Instant): number {
  if (neverCloses(calendar)) return Math.max(0, to - from) / HOUR_MS;
  const days = daysOf(calendar);
  return Math.max(0, workedUntil(calendar, days, to) - workedUntil(calendar, days, from)) / HOUR_MS;
}

/**
 * The earliest instant by which `hours` working hours have passed since `from`:
 * the inverse of {@link workingHoursBetween}. Throws RangeError for a calendar that never opens.
 */
export function afterWorkingHours(calendar: WorkingCalendar, from: Instant, hours: number): Instant {
  if (neverCloses(calendar)) return from + hours * HOUR_MS;
  if (calendar.weekdays.length === 0) throw new RangeError('a calendar needs at least one working weekday');
  const days = daysOf(calendar);
  let left = hours * HOUR_MS;
  for (let day = localDay(calendar, from); ; day++) {
    if (!isWorkingDay(days, day)) continue;
    const start = Math.max(from, startOfDay(calendar, day));
    const room = startOfDay(calendar, day + 1) - start;
    if (left <= room) return start + left;
    left -= room;
  }
}

/** Whether a calendar's company is shut although the weekday is one of its own, as on public holidays. */
export function isPublicHoliday(calendar: WorkingCalendar, at: Instant): boolean {
  return daysOf(calendar).exceptional.get(localDay(calendar, at)) === false;
}

/** Whether an instant lies on a working day, where the calendar is kept. */
export function isWorkedAt(calendar: WorkingCalendar, at: Instant): boolean {
  return isWorkingDay(daysOf(calendar), localDay(calendar, at));
}

/** The ISO weekday (1 Monday .. 7 Sunday) of an instant where the calendar is kept. */
export function weekdayAt(calendar: WorkingCalendar, at: Instant): number {
  return isoWeekday(localDay(calendar, at));
}

/** {@link afterWorkingHours} of one start and many numbers of hours, none of which is less than the one asked for before. */
export function workingInstantsSince(calendar: WorkingCalendar, from: Instant): (hours: number) => Instant {
  if (neverCloses(calendar)) return (hours) => from + hours * HOUR_MS;
  const days = daysOf(calendar);
  let day = nextWorkingDay(days, localDay(calendar, from));
  let start = Math.max(from, startOfDay(calendar, day));
  let room = startOfDay(calendar, day + 1) - start;
  let worked = 0;
  return (hours) => {
    const ms = hours * HOUR_MS;
    while (ms - worked > room) {
      worked += room;
      day = nextWorkingDay(days, day + 1);
      start = startOfDay(calendar, day);
      room = DAY_MS;
    }
    return start + (ms - worked);
  };
}

/** A clock that stands still while its calendar's company does not work. */
export interface WorkingClock {
  /** Working hours from the beginning of 1970 until an instant after it. */
  hoursAt(at: Instant): number;
  /** The earliest instant at which it shows so many. */
  firstAt(hours: number): Instant;
}

const elapsedTime: WorkingClock = { hoursAt: (at) => at / HOUR_MS, firstAt: (hours) => hours * HOUR_MS };

const clocks = new WeakMap<WorkingCalendar, WorkingClock>();

/** The clock of a calendar. Neighbours are cheapest asked for one after the other. Throws RangeError for a calendar that never opens. */
export function workingClockOf(calendar: WorkingCalendar): WorkingClock {
  if (neverCloses(calendar)) return elapsedTime;
  const known = clocks.get(calendar) ?? new DaysClock(calendar);
  clocks.set(calendar, known);
  return known;
}

class DaysClock implements WorkingClock {
  readonly #calendar: WorkingCalendar;
  readonly #days: WorkingDays;
  /** What has been worked at the beginning of 1970. */
  readonly #zero: number;
  /** The day that was asked for last, what has been worked before it, and whether it is worked. */
  #day = NaN;
  #start = NaN;
  #before = NaN;
  #isWorked = false;

  constructor(calendar: WorkingCalendar) {
    if (calendar.weekdays.length === 0) throw new RangeError('a calendar needs at least one working weekday');
    this.#calendar = calendar;
    this.#days = daysOf(calendar);
    this.#zero = workedUntil(calendar, this.#days, 0);
  }

  hoursAt(at: Instant): number {
    if (!(at >= this.#start && at < this.#start + DAY_MS)) this.#turnTo(localDay(this.#calendar, at));
    return (this.#before - this.#zero + (this.#isWorked ? at - this.#start : 0)) / HOUR_MS;
  }

  firstAt(hours: number): Instant {
    const worked = hours * HOUR_MS + this.#zero;
    const more = worked - this.#before;
    if (!(this.#isWorked && more > 0 && more <= DAY_MS)) {
      const isNext = this.#isWorked && more > DAY_MS && more <= 2 * DAY_MS;
      this.#turnTo(
        isNext
          ? nextWorkingDay(this.#days, this.#day + 1)
          : workingDayAfter(this.#days, Math.ceil(worked / DAY_MS) - 1),
      );
    }
    return this.#start + (worked - this.#before);
  }

  #turnTo(day: number): void {
    this.#day = day;
    this.#start = startOfDay(this.#calendar, day);
    this.#before = workingDaysBefore(this.#days, day) * DAY_MS;
    this.#isWorked = isWorkingDay(this.#days, day);
  }
}

function localDay(calendar: WorkingCalendar, at: Instant): number {
  return Math.floor((at + calendar.utcOffsetMinutes * 60_000) / DAY_MS);
}

function startOfDay(calendar: WorkingCalendar, day: number): Instant {
  return day * DAY_MS - calendar.utcOffsetMinutes * 60_000;
}

/** Working milliseconds from a fixed day, long ago, until `at`; before that day they are negative. */
function workedUntil(calendar: WorkingCalendar, days: WorkingDays, at: Instant): number {
  const day = localDay(calendar, at);
  const today = isWorkingDay(days, day) ? at - startOfDay(calendar, day) : 0;
  return workingDaysBefore(days, day) * DAY_MS + today;
}
