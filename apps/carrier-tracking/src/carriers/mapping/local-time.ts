import type { ScanTime } from '../../scans/scan.ts';

/**
 * The zone that most people of a country with several keep, where nothing closer is known (IANA names; by population).
 * Countries whose zones agree need none.
 */
const mainZones: Readonly<Record<string, string>> = {
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  ES: 'Europe/Madrid',
  ID: 'Asia/Jakarta',
  KZ: 'Asia/Almaty',
  MX: 'America/Mexico_City',
  NZ: 'Pacific/Auckland',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  US: 'America/Chicago',
};

/**
 * The zone that most people of a state or province keep, where a country has several (IANA names; postal codes). Those
 * that are not here keep the country's main one.
 */
const regionsOfZones: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AU: {
    'Australia/Adelaide': 'SA',
    'Australia/Brisbane': 'QLD',
    'Australia/Darwin': 'NT',
    'Australia/Perth': 'WA',
  },
  BR: { 'America/Cuiaba': 'MS MT', 'America/Manaus': 'AM RO RR', 'America/Rio_Branco': 'AC' },
  CA: {
    'America/Edmonton': 'AB NT',
    'America/Halifax': 'NB NS PE',
    'America/Regina': 'SK',
    'America/St_Johns': 'NF NL',
    'America/Vancouver': 'BC',
    'America/Whitehorse': 'YT',
    'America/Winnipeg': 'MB',
  },
  US: {
    'America/Anchorage': 'AK',
    'America/Denver': 'CO ID MT NM UT WY',
    'America/Los_Angeles': 'CA NV OR WA',
    'America/New_York': 'CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV',
    'America/Phoenix': 'AZ',
    'America/Puerto_Rico': 'PR VI',
    'Pacific/Honolulu': 'HI',
  },
};

/** By country and region, such as US-NY. */
const zonesOfRegions: ReadonlyMap<string, string> = new Map(
  Object.entries(regionsOfZones).flatMap(([country, zones]) =>
    Object.entries(zones).flatMap(([zone, regions]) =>
      regions.split(' ').map((region) => [`${country}-${region}`, zone] as const),
    ),
  ),
);

/** A local time without an offset gets that of its place, and `offsetSource` says so; without a place it stays as it is. */
export const inZoneOf = (
  time: ScanTime | null,
  country: string | null,
  city: string | null,
  region: string | null = null,
): ScanTime | null => {
  if (time?.offsetSource !== 'assumed_utc' || country === null) return time;
  const local = Date.parse(time.occurredAt);
  const [offset, ...others] = new Set(zonesOf(country, city, region).map((zone) => offsetIn(zone, local)));
  if (offset === undefined || others.length > 0) return time;
  return { occurredAt: time.occurredAt.slice(0, -1) + offset, offsetSource: 'place' };
};

const zonesOfCountry = new Map<string, readonly string[]>();

/** The region's zone, else the one that is named for the city, else the one that most people keep, else all of the country's. */
const zonesOf = (country: string, city: string | null, region: string | null): readonly string[] => {
  const regional = region === null ? undefined : zonesOfRegions.get(`${country}-${region.toUpperCase()}`);
  if (regional !== undefined) return [regional];
  const zones = zonesOfCountry.get(country) ?? zonesIn(country);
  zonesOfCountry.set(country, zones);
  const named = city === null ? undefined : zones.find((zone) => placeIn(zone) === plain(city));
  const chosen = named ?? mainZones[country];
  return chosen === undefined ? zones : [chosen];
};

const zonesIn = (country: string): readonly string[] => {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined };
  return locale.getTimeZones() ?? [];
};

const placeIn = (zone: string): string => plain((zone.split('/').at(-1) ?? '').replaceAll('_', ' '));
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * `+08:00` and its kin: the offset that a zone has when its clocks show `local`.
 * @param zone an IANA name
 * @param local milliseconds, as if it were UTC
 */
export const offsetIn = (zone: string, local: number): string => {
  const guess = offsetText(zone, local);
  // The offset of the instant itself: near a change of the clocks the first look may have been at the other side of it.
  return offsetText(zone, local - minutesOf(guess) * 60_000);
};

const offsetText = (zone: string, instant: number): string => {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? '+00:00' : name.slice(3);
};

const minutesOf = (offset: string): number => {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return offset.startsWith('-') ? -minutes : minutes;
};
