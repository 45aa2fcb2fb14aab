import type { Reading } from '../scans/scan.ts';

/** What is known to mean something: a code of words, or words that a pattern looks for. */
export interface Phrase {
  sender: string;
  /** As it stands in the mapping file. */
  known: string;
  /** In words. */
  words: string;
  reading: Reading;
}
