/** What a mutator is told besides what it changes: numbers that choose a place and a manner, and a value to put there. */
export interface Choice {
  readonly at: number;
  readonly manner: number;
  /** Anything that JSON can hold. */
  readonly value: unknown;
}

export type Mutator<Content> = (content: Content, choice: Choice) => Content;

/** One of the values, by a number of any size. */
export const chosen = <T>(values: readonly T[], number: number): T => {
  const value = values[number % values.length];
  if (value === undefined) throw new RangeError('nothing to choose from');
  return value;
};

/** More than any body, or part of one, is looked at. */
const mostCharacters = 40_000_000;

/** A text so many times, as far as that is anything else than more of the same. */
export const repeated = (text: string, times: number): string =>
  text.repeat(Math.min(times, Math.ceil(mostCharacters / Math.max(1, text.length))));
