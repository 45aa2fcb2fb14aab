import { Injectable } from '@nestjs/common';
import { CarrierMappings } from '../carriers/carrier-mappings.ts';
import type { Mapping } from '../carriers/mapping/mapping.ts';
import { phrasesOf } from './phrases-of.ts';
import { suggestReading } from './suggest-reading.ts';
import { Vocabulary, type Resemblance } from './vocabulary.ts';
import { wordsOfCode } from './words-of-code.ts';

/** Suggests what codes mean, from all mapping files in force. */
@Injectable()
export class ReadingSuggestions {
  private made: { from: readonly Mapping[]; vocabulary: Vocabulary } | undefined;

  constructor(private readonly mappings: CarrierMappings) {}

  /** @returns undefined where nothing known resembles the code or the texts that it was told with */
  of(sender: string, code: string, texts: readonly string[]): Resemblance | undefined {
    const mapping = this.mappings.inForce.find((one) => one.sender === sender);
    const words = wordsOfCode(code, mapping?.mainStatusEndsAt);
    return suggestReading(this.vocabulary, { sender, texts: words === null ? texts : [...texts, words] });
  }

  private get vocabulary(): Vocabulary {
    const from = this.mappings.inForce;
    if (this.made?.from !== from) this.made = { from, vocabulary: new Vocabulary(from.flatMap(phrasesOf)) };
    return this.made.vocabulary;
  }
}
