import { textOf, type Expression } from './expression.ts';

/** Expressions of which the first that finds something counts. */
export interface Finder {
  /** As the file has them, for messages. */
  readonly text: string;
  /** The first value that is neither missing nor empty; undefined without one. */
  find(value: unknown): unknown;
  /** The first text that is not empty; '' without one. */
  findText(value: unknown): string;
}

export const finderOf = (expressions: readonly Expression[], texts: readonly string[]): Finder => ({
  text: texts.join(' or '),
  find: (value) => {
    let empty: unknown;
    for (const expression of expressions) {
      const found = expression(value);
      if (found === undefined || found === null) continue;
      if (!Array.isArray(found) || found.length > 0) return found;
      empty ??= found;
    }
    return empty;
  },
  findText: (value) => {
    for (const expression of expressions) {
      const text = textOf(expression(value));
      if (text !== '') return text;
    }
    return '';
  },
});

export const findsNothing: Finder = finderOf([], []);
