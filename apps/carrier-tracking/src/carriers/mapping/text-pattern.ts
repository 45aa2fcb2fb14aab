import { RE2JS } from 're2js';

/** Longer texts are cut: what a scan says stands at the beginning. */
const longestText = 2_000;

/**
 * A pattern that is looked for anywhere in a text, whatever its case, in time linear in the text.
 * @throws Error whose message says what is wrong with it
 */
export const compilePattern = (source: string): ((text: string) => boolean) => {
  const pattern = compiled(source);
  return (text) => pattern.test(text.length > longestText ? text.slice(0, longestText) : text);
};

const compiled = (source: string): RE2JS => {
  try {
    return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    throw new Error(`is no RE2 expression: ${(error as Error).message}`, { cause: error });
  }
};

/**
 * The earlier pattern that leaves a later one nothing to match; undefined where none is known to. It is known of the plain
 * words of a later pattern: what is found in them is found in every text that has them.
 */
export const patternBefore = (
  source: string,
  earlier: ReadonlyMap<string, (text: string) => boolean>,
): string | undefined => {
  if (earlier.has(source)) return source;
  const before = [...earlier].filter(([other]) => !dependsOnSurroundings(other));
  const coveredBy = alternativesOf(source)?.map((word) => before.find(([, matches]) => matches(word))?.[0]);
  return coveredBy?.every((other) => other !== undefined) ? coveredBy[0] : undefined;
};

/** The words of a pattern that is only words and bars; undefined for any other. */
const alternativesOf = (source: string): string[] | undefined =>
  /[\\^$.[\]{}()*+?]/.test(source) ? undefined : source.split('|');

const dependsOnSurroundings = (source: string): boolean => /\^|\$|\\[bBAzZ]/.test(source);
