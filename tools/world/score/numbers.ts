/** The middle of some numbers, the upper one of two; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** A part of a whole; null of nothing. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** To four digits after the point, for people to read. */
export const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10_000) / 10_000;
