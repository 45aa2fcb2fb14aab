import type { Phrase } from './phrase.ts';
import type { Resemblance, Vocabulary } from './vocabulary.ts';

/** Two of three suggestions just above it are right on what we have recorded of senders. */
const leastSimilarity = 0.4;
/** A sender's own phrase goes before one of another sender that resembles the text a little more. */
const ownPreference = 1.2;

/** What there is to go by. */
export interface Unsettled {
  sender: string;
  /** The words of the code, where it has any, and those that it was told with. */
  texts: readonly string[];
}

/**
 * The known phrase that any of the texts resembles most: what that means, the code may mean too. Undefined where nothing
 * resembles them.
 * @param isOpen whether a phrase may be suggested
 */
export const suggestReading = (
  vocabulary: Vocabulary,
  { sender, texts }: Unsettled,
  isOpen: (phrase: Phrase) => boolean = () => true,
): Resemblance | undefined => {
  const rank = ({ phrase, similarity }: Resemblance) =>
    similarity * (phrase.sender === sender ? ownPreference : 1);
  return [...new Set(texts)]
    .flatMap((text) => vocabulary.resembling(text, leastSimilarity))
    .filter(({ phrase }) => isOpen(phrase))
    .sort((a, b) => rank(b) - rank(a))[0];
};
