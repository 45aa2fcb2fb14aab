const prefix = 'unit:';

/**
 * What stands for a transport unit where scans have their number: they are kept, known again and forgotten like those of
 * numbers. Numbers are upper case (`normaliseNumber`), so none is ever the same.
 */
export const unitNumberOf = (unitId: string): string => prefix + unitId.toLowerCase();

/** The unit that a number stands for; undefined where it is a tracking number. */
export const unitIdOf = (number: string): string | undefined =>
  number.startsWith(prefix) ? number.slice(prefix.length) : undefined;
