import { normaliseNumber } from '../scans/tracking-number.ts';
import { unitIdOf } from './unit-number.ts';

/** An air waybill (IATA): the airline's three digits and eight of the serial number. */
const waybill = /^(?:M?AWB[:#-]?)?(\d{3})-?(\d{8})$/;
/** A freight container (ISO 6346): owner and category, serial number, check digit. */
const container = /^([A-Z]{3}[JUZ])-?(\d{6})-?(\d)$/;

/**
 * The number by which carriers tell of a unit, from the merchant's name of it or as a sender wrote it: waybills and
 * containers without hyphens and without the word before them, other names as tracking numbers are (`normaliseNumber`).
 */
export const toldNumberOf = (text: string): string =>
  normaliseNumber(text).replace(waybill, '$1$2').replace(container, '$1$2$3');

/** The ways in which senders write a told number; the number itself first. */
export const spellingsOf = (told: string): string[] => [
  told,
  ...(waybill.test(told) ? [told.replace(waybill, '$1-$2')] : []),
  ...(container.test(told) ? [told.replace(container, '$1$2-$3')] : []),
];

/** The numbers to lock for units of these names: all under which something may have been told of them. */
export const numbersOfUnits = (externalIds: readonly string[]): string[] =>
  externalIds.flatMap((externalId) => spellingsOf(toldNumberOf(externalId)));

/** The numbers to lock for what is kept under some: their own, and those by which they may be units'. */
export const withToldNumbers = (numbers: Iterable<string>): Set<string> => {
  const all = new Set(numbers);
  for (const number of [...all]) if (unitIdOf(number) === undefined) all.add(toldNumberOf(number));
  return all;
};
