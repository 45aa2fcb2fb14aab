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
