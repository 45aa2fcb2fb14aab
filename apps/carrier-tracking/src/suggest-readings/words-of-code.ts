/** Letters enough to be a word, with a vowel among them. */
const word = /[a-z]*[aeiouy][a-z]*/i;
const shortest = 6;

/**
 * The words of a code such as `InTransit_PickedUp` or `OUT-FOR-DELIVERY`; null for one that is an abbreviation, or digits.
 * @param mainStatusEndsAt what a code's main status ends at: what is behind it says more, where it says enough
 */
export const wordsOfCode = (code: string, mainStatusEndsAt?: string): string | null => {
  const behind = mainStatusEndsAt === undefined ? -1 : code.indexOf(mainStatusEndsAt);
  return (behind === -1 ? null : wordsOf(code.slice(behind))) ?? wordsOf(code);
};

const wordsOf = (code: string): string | null => {
  const words = code
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim();
  const letters = words.replaceAll(' ', '');
  return letters.length >= shortest && word.test(letters) ? words.toLowerCase() : null;
};
