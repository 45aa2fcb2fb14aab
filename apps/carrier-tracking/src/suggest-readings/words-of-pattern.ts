/** Of one pattern; those of our files have some dozen at most. */
const mostPhrases = 24;

/**
 * The phrases that a pattern (RE2) looks for, without what may be missing: `(held|retained) by( the)? customs` has two. Classes
 * of characters, anchors and repetitions stand for a space.
 */
export const wordsOfPattern = (source: string): string[] => {
  const phrases = new PatternWords(source).read();
  return [...new Set(phrases.map((phrase) => phrase.replaceAll(/\s+/g, ' ').trim().toLowerCase()))].filter(
    (phrase) => phrase !== '',
  );
};

/** A recursive descent over alternatives, sequences and atoms. */
class PatternWords {
  private at = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  read(): string[] {
    const alternatives = this.sequence();
    while (this.source[this.at] === '|') {
      this.at += 1;
      alternatives.push(...this.sequence());
    }
    return alternatives.slice(0, mostPhrases);
  }

  private sequence(): string[] {
    let phrases = [''];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const atoms = this.atom();
      const repeated = this.repetition();
      if (repeated === 'optional') continue;
      phrases = phrases.flatMap((phrase) => atoms.map((atom) => phrase + atom)).slice(0, mostPhrases);
    }
    return phrases;
  }

  private atom(): string[] {
    const character = this.source[this.at] ?? '';
    this.at += 1;
    if (character === '(') {
      const flags = /^\?(:|P?<\w+>|[a-z]+:)/.exec(this.source.slice(this.at));
      this.at += flags?.[0].length ?? 0;
      const inner = this.read();
      this.at += 1;
      return inner;
    }
    if (character === '[') {
      const end = this.source.indexOf(']', this.at + 1);
      this.at = end === -1 ? this.source.length : end + 1;
      return [' '];
    }
    if (character === '\\') {
      const escaped = this.source[this.at] ?? '';
      this.at += 1;
      return [/[a-z\d]/i.test(escaped) ? (/[bB]/.test(escaped) ? '' : ' ') : escaped];
    }
    return [character === '^' || character === '$' ? '' : character === '.' ? ' ' : character];
  }

  private repetition(): 'optional' | 'once' {
    const [told = ''] = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(this.source.slice(this.at)) ?? [];
    this.at += told.length;
    return told.startsWith('?') || told.startsWith('{0') ? 'optional' : 'once';
  }
}
