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

/** Whether it has no day off. */
export function neverCloses(calendar: WorkingCalendar): boolean {
  return calendar.weekdays.length === 7 && calendar.closedDates.length === 0;
}

/** The same calendar with other weekdays; the same object for the same ones, as calendars are known by identity. */
export function workedOn(calendar: WorkingCalendar, weekdays: readonly number[]): WorkingCalendar {
  const others = variants.get(calendar) ?? { byWeekdays: new WeakMap(), byName: new Map() };
  variants.set(calendar, others);
  const known = others.byWeekdays.get(weekdays);
  if (known !== undefined) return known;
  const name = weekdays.join('');
  const isSame = name === calendar.weekdays.join('');
  const worked = isSame ? calendar : (others.byName.get(name) ?? { ...calendar, weekdays });
  others.byName.set(name, worked);
  others.byWeekdays.set(weekdays, worked);
  return worked;
}

/** Those of a calendar, by the list of weekdays that was asked for, and by what it says. */
interface Variants {
  readonly byWeekdays: WeakMap<readonly number[], WorkingCalendar>;
  readonly byName: Map<string, WorkingCalendar>;
}

const variants = new WeakMap<WorkingCalendar, Variants>();
