import { offsetIn } from '../local-time.ts';

/** RFC 5322, section 4.3: the only abbreviations that mean one thing. */
const abbreviations: Readonly<Record<string, string>> = {
  Z: 'Z',
  UT: 'Z',
  UTC: 'Z',
  GMT: 'Z',
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
};

const numeric = /^(?:GMT|UTC)?([+-])(\d{1,2}):?([0-5]\d)?$/i;

/**
 * The offset that a zone has when its clocks show a local time.
 * @param zone an offset (`+0800`, `GMT-4`), one of RFC 5322's abbreviations, or an IANA name
 * @param local as if it were UTC, RFC 3339
 * @returns such as `+08:00`; undefined where the zone is not known
 */
export const offsetOfZone = (zone: string, local: string): string | undefined => {
  const match = numeric.exec(zone);
  if (match) {
    const [, sign = '', hours = '', minutes = '00'] = match;
    return Number(hours) <= 14 ? `${sign}${hours.padStart(2, '0')}:${minutes}` : undefined;
  }
  const abbreviation = Object.hasOwn(abbreviations, zone.toUpperCase())
    ? abbreviations[zone.toUpperCase()]
    : undefined;
  if (abbreviation !== undefined) return abbreviation;
  return isZone(zone) ? offsetIn(zone, Date.parse(local)) : undefined;
};

/** Of the payloads' words no more than so many are remembered. */
const mostKnown = 2_000;
const known = new Map<string, boolean>();

/** Whether a text is the IANA name of a zone. */
export const isZone = (name: string): boolean => {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const is = /^[A-Za-z][\w+/-]{1,50}$/.test(name) && hasClock(name);
  known.set(name, is);
  return is;
};

const hasClock = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
