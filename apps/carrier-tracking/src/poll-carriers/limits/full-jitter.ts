/**
 * How long to wait before the next try, in ms: anything from nothing to a time that doubles with every try, so that
 * those who failed together do not come back together ("full jitter", Brooker, AWS Architecture Blog, 2015).
 * @param tries that have failed, 1 or more
 * @param draw from 0 up to 1
 */
export const fullJitter = (
  { base, cap }: { base: number; cap: number },
  tries: number,
  draw: number,
): number => draw * Math.min(cap, base * 2 ** (tries - 1));
