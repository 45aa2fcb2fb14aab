/** The first of `low` .. `high` at which a condition holds that, once it holds, holds at all later ones; `high` where it holds at none. */
export function firstWhere(low: number, high: number, holds: (place: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first from `low` on at which such a condition holds; it has to hold at some. */
export function firstFrom(low: number, holds: (place: number) => boolean): number {
  let [from, to] = [low, low];
  for (let width = 4; !holds(to); width *= 2) {
    from = to + 1;
    to += width;
  }
  return firstWhere(from, to, holds);
}
