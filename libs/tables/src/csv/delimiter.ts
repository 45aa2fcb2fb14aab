import { parse } from 'csv-parse/sync';

const delimiters = [',', ';', '\t', '|'] as const;
const recordsLookedAt = 20;

/**
 * What stands between the cells: of the usual delimiters the one that makes most headers which are known, else most cells
 * of a typical record. @param head of the text
 */
export const delimiterOf = (head: string, knows: (header: string) => boolean = () => false): string => {
  const readings = delimiters.map((delimiter) => {
    const records = recordsOf(head, delimiter);
    return { delimiter, known: mostKnown(records, knows), width: typicalWidth(records) };
  });
  const [best] = readings.toSorted((a, b) => b.known - a.known || b.width - a.width);
  return best?.delimiter ?? delimiters[0];
};

const recordsOf = (head: string, delimiter: string): string[][] =>
  parse(head, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    skip_empty_lines: true,
    to: recordsLookedAt,
  });

const mostKnown = (records: readonly string[][], knows: (header: string) => boolean): number =>
  Math.max(0, ...records.map((cells) => cells.filter(knows).length));

const typicalWidth = (records: readonly string[][]): number => {
  const widths = records.map(({ length }) => length).sort((a, b) => a - b);
  return widths[Math.floor((widths.length - 1) / 2)] ?? 0;
};
