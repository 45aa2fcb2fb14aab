/** Milliseconds since the Unix epoch. The domain never reads a clock: every instant is passed in. */
export type Instant = number;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * When a company works. A working day counts 24 hours, any other day none.
 * `weekdays` are ISO numbers (1 Monday .. 7 Sunday), dates are local days as `YYYY-MM-DD`,
 * `extraDates` are worked although their weekday is not (make-up days),
 * `utcOffsetMinutes` places the local midnight.
 */
export interface WorkingCalendar {
  readonly weekdays: readonly number[];
  readonly closedDates: readonly string[];
  readonly extraDates: readonly string[];
  readonly utcOffsetMinutes: number;
}

/** No day off: working time equals elapsed time. */
export const everyDay: WorkingCalendar = {
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  closedDates: [],
  extraDates: [],
  utcOffsetMinutes: 0,
};

/**
 * Working hours (fractional, never negative) between two instants under a calendar.
 * An end that is not after its start counts 0.
 */
export function workingHoursBetween(calendar: WorkingCalendar, from: Instant, to: Instant): number {
  if (to <= from) return 0;
  if (neverCloses(calendar)) return (to - from) / HOUR_MS;
  let worked = 0;
  for (let day = localDay(calendar, from); startOfDay(calendar, day) < to; day++) {
    if (!isWorkingDay(calendar, day)) continue;
    const start = Math.max(from, startOfDay(calendar, day));
    const end = Math.min(to, startOfDay(calendar, day + 1));
    worked += end - start;
  }
  return worked / HOUR_MS;
}

/**
 * The earliest instant by which `hours` working hours have passed since `from`:
 * the inverse of {@link workingHoursBetween}. Throws RangeError for a calendar that never opens.
 */
export function afterWorkingHours(calendar: WorkingCalendar, from: Instant, hours: number): Instant {
  if (neverCloses(calendar)) return from + hours * HOUR_MS;
  if (calendar.weekdays.length === 0) throw new RangeError('a calendar needs at least one working weekday');
  let left = hours * HOUR_MS;
  for (let day = localDay(calendar, from); ; day++) {
    if (!isWorkingDay(calendar, day)) continue;
    const start = Math.max(from, startOfDay(calendar, day));
    const room = startOfDay(calendar, day + 1) - start;
    if (left <= room) return start + left;
    left -= room;
  }
}

/** The ISO weekday (1 Monday .. 7 Sunday) of an instant where the calendar is kept. */
export function weekdayAt(calendar: WorkingCalendar, at: Instant): number {
  return isoWeekday(localDay(calendar, at));
}

/** The same calendar with other weekdays; the same object for the same ones, as calendars are known by identity. */
export function workedOn(calendar: WorkingCalendar, weekdays: readonly number[]): WorkingCalendar {
  const name = weekdays.join('');
  if (name === calendar.weekdays.join('')) return calendar;
  const others = variants.get(calendar) ?? new Map<string, WorkingCalendar>();
  const worked = others.get(name) ?? { ...calendar, weekdays };
  variants.set(calendar, others.set(name, worked));
  return worked;
}

const variants = new WeakMap<WorkingCalendar, Map<string, WorkingCalendar>>();

/**
 * The instants by which 0, 1, 2 ... steps of `stepHours` working hours have passed since `from` has been `offsetHours` short of the
 * first: what {@link afterWorkingHours} gives for each, in one pass. Steps that lie before `from` stand for `from`.
 */
export function workingInstants(
  calendar: WorkingCalendar,
  from: Instant,
  { stepHours, offsetHours, count }: { stepHours: number; offsetHours: number; count: number },
): Float64Array {
  const instants = new Float64Array(count);
  const workedAt = (index: number) => Math.max(0, index * stepHours - offsetHours) * HOUR_MS;
  if (neverCloses(calendar)) {
    for (let index = 0; index < count; index++) instants[index] = from + workedAt(index);
    return instants;
  }
  let day = nextWorkingDay(calendar, localDay(calendar, from));
  let start = Math.max(from, startOfDay(calendar, day));
  let room = startOfDay(calendar, day + 1) - start;
  let worked = 0;
  for (let index = 0; index < count; index++) {
    const ms = workedAt(index);
    while (ms - worked > room) {
      worked += room;
      day = nextWorkingDay(calendar, day + 1);
      start = startOfDay(calendar, day);
      room = DAY_MS;
    }
    instants[index] = start + (ms - worked);
  }
  return instants;
}

function neverCloses(calendar: WorkingCalendar): boolean {
  return calendar.weekdays.length === 7 && calendar.closedDates.length === 0;
}

function localDay(calendar: WorkingCalendar, at: Instant): number {
  return Math.floor((at + calendar.utcOffsetMinutes * 60_000) / DAY_MS);
}

function startOfDay(calendar: WorkingCalendar, day: number): Instant {
  return day * DAY_MS - calendar.utcOffsetMinutes * 60_000;
}

function isWorkingDay(calendar: WorkingCalendar, day: number): boolean {
  const { extra, closed } = exceptionsOf(calendar);
  if (extra.has(day)) return true;
  return calendar.weekdays.includes(isoWeekday(day)) && !closed.has(day);
}

/** 1 Monday .. 7 Sunday: day 0, 1 January 1970, was a Thursday. */
function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** `day` itself or the first one after it that is worked at. */
function nextWorkingDay(calendar: WorkingCalendar, day: number): number {
  let next = day;
  while (!isWorkingDay(calendar, next)) next++;
  return next;
}

interface ExceptionalDays {
  readonly extra: ReadonlySet<number>;
  readonly closed: ReadonlySet<number>;
}

const exceptionalDays = new WeakMap<WorkingCalendar, ExceptionalDays>();

function exceptionsOf(calendar: WorkingCalendar): ExceptionalDays {
  const known = exceptionalDays.get(calendar);
  if (known !== undefined) return known;
  const daysOf = (dates: readonly string[]) => new Set(dates.map((date) => Date.parse(date) / DAY_MS));
  const found = { extra: daysOf(calendar.extraDates), closed: daysOf(calendar.closedDates) };
  exceptionalDays.set(calendar, found);
  return found;
}
