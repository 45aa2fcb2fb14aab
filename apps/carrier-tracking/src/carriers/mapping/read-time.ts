import type { ScanTime } from '../../scans/scan.ts';
import { inZoneOf, offsetIn } from './local-time.ts';
import { codeKey, type TimeTelling, type ZoneRule } from './mapping.ts';
import { firstTime, readTime } from './scan-time.ts';
import { offsetOfZone } from './times/zones.ts';

/** A telling of a time as it was written, and what can be read of it. */
export interface ToldTime {
  /** '' where nothing is told. */
  text: string;
  /** The same as a format is held against it. */
  written: string;
  time: ScanTime | undefined;
  hasClock: boolean;
  zones: readonly ZoneRule[];
}

export interface Place {
  country: string | null;
  city: string | null;
  /** A state or province, by its postal code. */
  region: string | null;
}

/** The first of several tellings with an offset; else the first that can be read, on the clocks that its zones name. */
export const timeOf = (told: readonly ToldTime[], place: Place): ScanTime | null => {
  const first = firstTime(told.map(({ time }) => time));
  if (first?.offsetSource !== 'assumed_utc') return first;
  const zones = told.find(({ time }) => time === first)?.zones ?? [];
  return inZone(first, zones, place);
};

/** All tellings up to the first with an offset: none of the others would count. */
export const toldTimes = (
  tellings: readonly TimeTelling[],
  value: unknown,
  zoneNames: ReadonlyMap<string, string>,
): ToldTime[] => {
  const told: ToldTime[] = [];
  for (const telling of tellings) {
    const one = toldTime(telling, value, zoneNames);
    told.push(one);
    if (one.time?.offsetSource === 'given') break;
  }
  return told;
};

/** What a telling says; its offset is the sender's own, whatever clocks he else goes by. */
export const toldTime = (
  telling: TimeTelling,
  value: unknown,
  zoneNames: ReadonlyMap<string, string>,
): ToldTime => {
  const { at, time: clock, offset: zone, readers, zones } = telling;
  const day = at.findText(value);
  if (day === '') return { text: '', written: '', time: undefined, hasClock: false, zones };
  const hours = clock?.findText(value) ?? '';
  const offset = zone?.findText(value) ?? '';
  const iso = clock ? `${day}T${hours || '00:00:00'}` : day;
  const written = hours === '' ? day : `${day} ${hours}`;
  const told = { text: iso + offset, written, hasClock: clock === undefined || hours !== '', zones };
  if (!readers) {
    const time = readTime(told.text);
    return {
      ...told,
      time: time ?? (offset === '' ? undefined : withOffset(readTime(iso), offset, zoneNames)),
    };
  }
  let time: ScanTime | undefined;
  for (const read of readers) if ((time = read(written)) !== undefined) break;
  return { ...told, time: offset === '' ? time : withOffset(time, offset, zoneNames) };
};

const withOffset = (
  time: ScanTime | undefined,
  zone: string,
  zoneNames: ReadonlyMap<string, string>,
): ScanTime | undefined => {
  if (time?.offsetSource !== 'assumed_utc') return time;
  const offset = offsetOfZone(zoneNames.get(codeKey(zone)) ?? zone.trim(), time.occurredAt);
  return offset === undefined
    ? time
    : { occurredAt: time.occurredAt.slice(0, -1) + offset, offsetSource: 'given' };
};

const inZone = (local: ScanTime, rules: readonly ZoneRule[], { country, city, region }: Place): ScanTime => {
  for (const rule of rules) {
    if (rule === 'utc') return { ...local, offsetSource: 'carrier' };
    if (rule !== 'place') {
      const offset = offsetIn(rule, Date.parse(local.occurredAt));
      return { occurredAt: local.occurredAt.slice(0, -1) + offset, offsetSource: 'carrier' };
    }
    const there = inZoneOf(local, country, city, region);
    if (there && there.offsetSource === 'place') return there;
  }
  return local;
};
