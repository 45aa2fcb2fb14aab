import { closestMatch } from 'leven';

/** Shorter names are found in too many others. */
const shortestPart = 4;

/** Two letters that changed places count as two. */
const mostChanged = ({ length }: string): number =>
  length < shortestPart ? 1 : Math.max(2, Math.floor(length / 3));

/**
 * The known word that was most likely meant: of the fewest letters changed (two, or a third of a long word), else the longest that has
 * the word in it or is in the word, as `timezone` and `zone`. Undefined without one.
 */
export const nearestWord = (word: string, known: readonly string[]): string | undefined =>
  closestMatch(word, known, { maxDistance: mostChanged(word) }) ??
  known
    .filter((other) => Math.min(word.length, other.length) >= shortestPart)
    .filter((other) => word.includes(other) || other.includes(word))
    .toSorted((a, b) => b.length - a.length)[0];
