import { asDictionary } from 'trigram-utils';
import type { Phrase } from './phrase.ts';

/** A known phrase that resembles a text. */
export interface Resemblance {
  phrase: Phrase;
  /** 0 to 1: the cosine of their trigrams. */
  similarity: number;
}

type Vector = ReadonlyMap<string, number>;

/**
 * Known phrases, to be found by what they resemble: cosine similarity of letter trigrams weighted by tf-idf (Salton and Buckley
 * 1988, "Term-weighting approaches in automatic text retrieval"). Trigrams of which every phrase is full weigh little.
 */
export class Vocabulary {
  private readonly weights: ReadonlyMap<string, number>;
  private readonly rarest: number;
  private readonly entries: readonly { phrase: Phrase; vector: Vector }[];

  constructor(phrases: readonly Phrase[]) {
    const among = new Map<string, number>();
    for (const { words } of phrases)
      for (const trigram of Object.keys(asDictionary(words)))
        among.set(trigram, (among.get(trigram) ?? 0) + 1);
    this.rarest = Math.log(1 + phrases.length);
    this.weights = new Map(
      [...among].map(([trigram, count]) => [trigram, Math.log(1 + phrases.length / count)] as const),
    );
    this.entries = phrases.map((phrase) => ({ phrase, vector: this.vectorOf(phrase.words) }));
  }

  /** The phrases that resemble a text by so much at least, most of all first. */
  resembling(text: string, least: number): Resemblance[] {
    const vector = this.vectorOf(text);
    return this.entries
      .map((entry) => ({ phrase: entry.phrase, similarity: product(vector, entry.vector) }))
      .filter(({ similarity }) => similarity >= least)
      .sort((a, b) => b.similarity - a.similarity);
  }

  /** Of length 1. A trigram that no phrase has weighs as much as the rarest. */
  private vectorOf(text: string): Vector {
    const weighted = Object.entries(asDictionary(text)).map(
      ([trigram, count]) =>
        [trigram, (1 + Math.log(count)) * (this.weights.get(trigram) ?? this.rarest)] as const,
    );
    const length = Math.hypot(...weighted.map(([, weight]) => weight));
    return new Map(weighted.map(([trigram, weight]) => [trigram, weight / length]));
  }
}

const product = (a: Vector, b: Vector): number => {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [trigram, weight] of few) sum += weight * (many.get(trigram) ?? 0);
  return Math.min(1, sum);
};
