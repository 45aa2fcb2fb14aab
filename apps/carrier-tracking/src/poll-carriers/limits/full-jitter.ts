/** The longest wait before the next try, in ms, where that doubles with every try. @param tries that have failed, 1 or more */
export const longestJitter = ({ base, cap }: { base: number; cap: number }, tries: number): number =>
  Math.min(cap, base * 2 ** (tries - 1));

/**
 * How long to wait before the next try, in ms: anything from nothing to the longest wait, so that those who failed together
 * do not come back together ("full jitter", Brooker, AWS Architecture Blog, 2015).
 * @param tries that have failed, 1 or more
 * @param draw from 0 up to 1
 */
export const fullJitter = (limits: { base: number; cap: number }, tries: number, draw: number): number =>
  draw * longestJitter(limits, tries);
