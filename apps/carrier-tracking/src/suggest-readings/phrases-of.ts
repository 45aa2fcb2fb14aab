import { codeKey, type CodeTable, type Mapping } from '../carriers/mapping/mapping.ts';
import type { Reading } from '../scans/scan.ts';
import type { Phrase } from './phrase.ts';
import { wordsOfCode } from './words-of-code.ts';
import { wordsOfPattern } from './words-of-pattern.ts';

/** What a mapping file knows that can be told in words. What is no scan is nothing to suggest. */
export const phrasesOf = ({ sender, codes, statuses, patterns, mainStatusEndsAt }: Mapping): Phrase[] => [
  ...[...spellingsOf(codes), ...spellingsOf(statuses)].flatMap(([known, reading]) => {
    const words = wordsOfCode(known, mainStatusEndsAt);
    return words === null || reading === null ? [] : [{ sender, known, words, reading }];
  }),
  ...patterns.flatMap(({ source, reading }) =>
    reading === null ? [] : wordsOfPattern(source).map((words) => ({ sender, known: words, words, reading })),
  ),
];

/** A table's codes as they are written: each stands in it in capitals before. */
const spellingsOf = (table: CodeTable): Map<string, Reading | null> => {
  const written = new Map([...table].map(([code]) => [codeKey(code), code]));
  return new Map([...written.values()].map((code) => [code, table.get(code) ?? null]));
};
