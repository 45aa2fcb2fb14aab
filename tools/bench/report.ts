/** Median, least and greatest of the runs. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One row of the report; its first nine names are fixed. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly ours: Spread;
  readonly baseline?: Spread;
  readonly limit?: Spread;
  /** How many times the baseline's figure is ours, median of the paired runs. */
  readonly ratioToBaseline?: number;
  readonly ratioToLimit?: number;
  readonly goal: string;
  readonly met: boolean;
  /** What else was seen, for whoever reads the figure. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface BenchReport {
  readonly machine: string;
  readonly results: readonly BenchResult[];
}

/** The value below which `share` of the values lie (nearest rank). Throws without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no values');
  return value;
}

/** Throws without values; the median of an even number of values is the mean of the middle two. */
export function spreadOf(values: readonly number[]): Spread {
  const median =
    (quantile(values, 0.5) +
      -quantile(
        values.map((value) => -value),
        0.5,
      )) /
    2;
  return { median: rounded(median), min: rounded(Math.min(...values)), max: rounded(Math.max(...values)) };
}

/** To two decimals. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const cell = (spread: Spread | undefined): string =>
  spread ? `${shown(spread.median)} (${shown(spread.min)}-${shown(spread.max)})` : '-';

/** The report as a table for people. */
export function tableOf({ machine, results }: BenchReport): string {
  const rows = [
    ['figure', 'unit', 'ours', 'baseline', 'ratio', 'limit', 'of it', 'goal', ''],
    ...results.map((result) => [
      result.name,
      result.unit,
      cell(result.ours),
      cell(result.baseline),
      result.ratioToBaseline === undefined ? '-' : `${shown(result.ratioToBaseline)} x`,
      cell(result.limit),
      result.ratioToLimit === undefined ? '-' : shown(result.ratioToLimit),
      result.goal,
      result.met ? 'met' : 'MISSED',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [machine, ...lines].join('\n');
}
