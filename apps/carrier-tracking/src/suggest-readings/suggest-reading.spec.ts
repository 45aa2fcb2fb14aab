import { describe, expect, it } from '@jest/globals';
import type { Milestone } from '@landfall/contracts';
import { builtInMappings } from '../carriers/mapping/built-in.ts';
import type { Phrase } from './phrase.ts';
import { phrasesOf } from './phrases-of.ts';
import { suggestReading } from './suggest-reading.ts';
import { Vocabulary } from './vocabulary.ts';

const phrase = (sender: string, words: string, milestone: Milestone): Phrase => ({
  sender,
  known: words,
  words,
  reading: { milestone, leg: null, reason: null },
});

describe('a suggestion', () => {
  const vocabulary = new Vocabulary([
    phrase('ups', 'out for delivery', 'out_for_delivery'),
    phrase('dhl', 'out for delivery', 'out_for_delivery'),
    phrase('dhl', 'held by customs', 'import_customs_held'),
    phrase('dhl', 'arrived at facility', 'arrived_at_facility'),
  ]);
  const of = (sender: string, ...texts: string[]) => suggestReading(vocabulary, { sender, texts });

  it('is what the phrase means that is resembled most, and by how much', () => {
    const { phrase: found, similarity } = of('ups', 'Held by the customs') ?? {};
    expect(found).toMatchObject({ sender: 'dhl', words: 'held by customs' });
    expect(similarity).toBeGreaterThan(0.7);
    expect(similarity).toBeLessThan(1);
  });

  it('is all there is where it is the same, whatever its case', () => {
    expect(of('ups', 'ARRIVED AT FACILITY')?.similarity).toBeCloseTo(1);
  });

  it("is the sender's own where another's is resembled as much", () => {
    expect(of('ups', 'out for delivery')?.phrase.sender).toBe('ups');
    expect(of('dhl', 'out for delivery')?.phrase.sender).toBe('dhl');
  });

  it('is none where nothing is resembled, or there is nothing to go by', () => {
    expect(of('ups', 'quite another thing')).toBeUndefined();
    expect(of('ups')).toBeUndefined();
  });
});

describe('the words of all mapping files', () => {
  const phrases = [...builtInMappings().values()].flatMap(phrasesOf);
  const vocabulary = new Vocabulary(phrases);

  it.each([
    ['Held by customs', 'import_customs_held'],
    ['Die Sendung wurde zugestellt', 'delivered'],
    ['Le colis a été livré', 'delivered'],
    ['Shipment is out for delivery', 'out_for_delivery'],
    ['Sendung abgeholt', 'picked_up'],
    ['Returned to the sender', 'returning'],
  ])('suggest for "%s" %s', (text, milestone) => {
    expect(suggestReading(vocabulary, { sender: 'nobody', texts: [text] })?.phrase.reading.milestone).toBe(
      milestone,
    );
  });

  it('suggest for a code of words what it means, by all that is known but itself, more often than not', () => {
    const judged = phrases.filter(({ known, words }) => known !== words);
    const right = judged.filter(({ sender, known, words, reading }) => {
      const found = suggestReading(
        vocabulary,
        { sender, texts: [words] },
        (other) => other.sender !== sender || other.known.toUpperCase() !== known.toUpperCase(),
      );
      return found?.phrase.reading.milestone === reading.milestone;
    });
    expect(judged.length).toBeGreaterThan(150);
    expect(right.length / judged.length).toBeGreaterThan(0.65);
  });
});
