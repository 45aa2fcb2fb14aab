import { DateTime } from 'luxon';
import type { ScanTime } from '../../../scans/scan.ts';
import { isYearOfScans, readTime } from '../scan-time.ts';

/** Reads a time as its sender writes it; without an offset it is local, and marked `assumed_utc`. */
export type TimeReader = (text: string) => ScanTime | undefined;

/** Longer texts are no times. */
const longest = 64;

const named: Readonly<Record<string, TimeReader>> = {
  iso: readTime,
  epoch_s: (text) => instant(/^\d{1,12}(\.\d{1,9})?$/.test(text) ? Number(text) * 1_000 : Number.NaN),
  epoch_ms: (text) => instant(/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN),
  dotnet_date: (text) => readDotnetDate(text),
  dotnet_ticks: (text) =>
    instant(/^\d{17,19}$/.test(text) ? (Number(text) - unixEpochTicks) / 10_000 : Number.NaN),
};

export const timeFormats: readonly string[] = Object.keys(named);

/** Ticks are tenths of microseconds since the year 1. */
const unixEpochTicks = 621_355_968_000_000_000;

/** Reads a time in one of the named formats or in a pattern of Luxon's tokens. @throws Error where it is neither */
export const timeReader = (format: string): TimeReader => {
  const read = Object.hasOwn(named, format) ? named[format] : undefined;
  const reader = read ?? patternReader(format);
  return (text) => (text.length > longest ? undefined : reader(text.trim()));
};

const locale = 'en';
const sample = DateTime.fromISO('2031-12-23T17:45:50', { zone: 'utc' });

const patternReader = (pattern: string): TimeReader => {
  const parser = DateTime.buildFormatParser(pattern, { locale });
  const parse = (text: string) =>
    DateTime.fromFormatParser(text, parser, { zone: 'utc', setZone: true, locale });
  const again = parse(sample.toFormat(pattern, { locale }));
  if (!again.isValid || again.toISODate() !== sample.toISODate())
    throw new Error(
      `is neither one of ${timeFormats.join(', ')} nor a pattern of Luxon's tokens that names year, month and day`,
    );
  const hasOffset = /[Zz]/.test(pattern.replaceAll(/'[^']*'/g, ''));
  return (text) => {
    const time = parse(text);
    if (!time.isValid || !isYearOfScans(time.year)) return undefined;
    const local = time.toFormat("yyyy-MM-dd'T'HH:mm:ss");
    return hasOffset
      ? { occurredAt: local + (time.offset === 0 ? 'Z' : time.toFormat('ZZ')), offsetSource: 'given' }
      : { occurredAt: `${local}Z`, offsetSource: 'assumed_utc' };
  };
};

const instant = (millis: number): ScanTime | undefined => {
  const time = new Date(millis);
  return Number.isFinite(time.getTime()) && isYearOfScans(time.getUTCFullYear())
    ? { occurredAt: time.toISOString().replace('.000Z', 'Z'), offsetSource: 'given' }
    : undefined;
};

const dotnetDate = /^\\?\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?\/$/;

/** `/Date(1519941600000+0100)/`: the offset tells nothing of the instant. */
const readDotnetDate = (text: string): ScanTime | undefined => {
  const millis = dotnetDate.exec(text)?.[1];
  return millis === undefined ? undefined : instant(Number(millis));
};
