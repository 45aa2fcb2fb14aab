import { parse } from 'csv-parse/sync';

const delimiters = [',', ';', '\t', '|'] as const;
const recordsLookedAt = 20;

/** What stands between the cells: of the usual delimiters the one that makes most cells of a typical record. @param head of the text */
export const delimiterOf = (head: string): string => {
  let best: string = delimiters[0];
  let most = 0;
  for (const delimiter of delimiters) {
    const width = typicalWidth(head, delimiter);
    if (width <= most) continue;
    best = delimiter;
    most = width;
  }
  return best;
};

const typicalWidth = (head: string, delimiter: string): number => {
  const records = parse(head, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    skip_empty_lines: true,
    to: recordsLookedAt,
  });
  const widths = records.map(({ length }) => length).sort((a, b) => a - b);
  return widths[Math.floor((widths.length - 1) / 2)] ?? 0;
};
