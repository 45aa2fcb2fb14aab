import { DateTime } from 'luxon';
import { day, type Instant } from '../wire/instants.ts';
import { holidaysEnd, places, worldBegins, type Country, type Place } from './places.ts';

/**
 * Who works when: `continuous` always, `every_day` but on holidays, `office` not at weekends and holidays, `post_six`
 * Monday to Saturday but on holidays.
 */
export type Rhythm = 'continuous' | 'every_day' | 'office' | 'post_six';

/** Stretches of time in which nobody works, in order; each ends after it began and before the next begins. */
export type ShutTimes = readonly { readonly from: Instant; readonly to: Instant }[];

const known = new Map<string, ShutTimes>();

/** The shut times at a place, whole local days; empty after the last day of the holiday tables. */
export function shutTimes(country: Country, rhythm: Rhythm): ShutTimes {
  const key = `${country} ${rhythm}`;
  const times = known.get(key) ?? written(places[country], rhythm);
  known.set(key, times);
  return times;
}

function written(place: Place, rhythm: Rhythm): ShutTimes {
  if (rhythm === 'continuous') return [];
  const times: { from: Instant; to: Instant }[] = [];
  const first = DateTime.fromMillis(worldBegins - 7 * day, { zone: place.zone }).startOf('day');
  for (let date = first; date.toMillis() < holidaysEnd; date = date.plus({ days: 1 })) {
    if (!rests(place, rhythm, date.weekday, date.toFormat('yyyy-MM-dd'))) continue;
    const [from, to] = [date.toMillis(), date.plus({ days: 1 }).toMillis()];
    const last = times.at(-1);
    if (last?.to === from) last.to = to;
    else times.push({ from, to });
  }
  return times;
}

function rests(place: Place, rhythm: Rhythm, weekday: number, date: string): boolean {
  if (place.holidays.includes(date)) return true;
  if (rhythm === 'office') return place.weekend.includes(weekday);
  return rhythm === 'post_six' && weekday === 7;
}

/** The ISO weekday at a place. */
export const weekdayAt = (country: Country, at: Instant): number =>
  DateTime.fromMillis(at, { zone: places[country].zone }).weekday;

/** The local time at a place without its zone, as a sender writes it who thinks everybody is at home there. */
export const localTime = (country: Country, at: Instant): { date: string; time: string } => {
  const local = DateTime.fromMillis(at, { zone: places[country].zone });
  return { date: local.toFormat('yyyy-MM-dd'), time: local.toFormat('HH:mm:ss') };
};
