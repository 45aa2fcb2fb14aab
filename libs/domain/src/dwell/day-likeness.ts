/** How the dwells of parcels (as bins of log-hours) differ within days of entry and between them. Sums add up. */
export interface Variation {
  parcels: number;
  days: number;
  /** Sum of the squared numbers of each day's parcels. */
  daysSquared: number;
  sum: number;
  squares: number;
  /** Of each day the squared sum of its dwells by its parcels, summed. */
  between: number;
}

/** Before days have shown how alike their parcels are, they are taken to be one: as if so many days had said so. */
const DAYS_BEFOREHAND = 5;

export const noVariation = (): Variation => ({
  parcels: 0,
  days: 0,
  daysSquared: 0,
  sum: 0,
  squares: 0,
  between: 0,
});

/** Adds days, in place: how many parcels each has, and the sum of their dwells. The squares of single dwells are the caller's to add. */
export function addDays(variation: Variation, parcels: Float64Array, sums: Float64Array): void {
  for (const [day, count] of parcels.entries()) {
    if (!(count > 0)) continue;
    const sum = sums[day] ?? 0;
    variation.parcels += count;
    variation.days += 1;
    variation.daysSquared += count * count;
    variation.sum += sum;
    variation.between += (sum * sum) / count;
  }
}

/** Adds `other` to `variation`, in place. */
export function addVariation(variation: Variation, other: Variation): void {
  variation.parcels += other.parcels;
  variation.days += other.days;
  variation.daysSquared += other.daysSquared;
  variation.sum += other.sum;
  variation.squares += other.squares;
  variation.between += other.between;
}

/**
 * How alike parcels of one day are, 0 (no more than those of different days) to 1 (all take the same time): the intraclass
 * correlation of one-way analysis of variance with unequal groups (Fisher 1925; Donner, Int. Stat. Rev. 54, 1986), cautious while
 * there are few days.
 */
export function likenessOf({ parcels, days, daysSquared, sum, squares, between }: Variation): number {
  if (days < 2 || parcels <= days) return 1;
  const betweenDays = (between - (sum * sum) / parcels) / (days - 1);
  const withinDays = Math.max(0, squares - between) / (parcels - days);
  const usualDay = (parcels - daysSquared / parcels) / (days - 1);
  const all = betweenDays + (usualDay - 1) * withinDays;
  const seen = all > 0 ? Math.min(1, Math.max(0, (betweenDays - withinDays) / all)) : 1;
  return (DAYS_BEFOREHAND + days * seen) / (DAYS_BEFOREHAND + days);
}
