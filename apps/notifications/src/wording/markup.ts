/** HTML that is safe to send as it is. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | Html | readonly Html[] | null;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

const written = (part: Part): string => {
  if (part === null) return '';
  if (typeof part === 'string') return escaped(part);
  return part instanceof Html ? part.text : part.map(written).join('');
};

/** Builds HTML: every text put in is escaped, for element content and for quoted attributes. */
export const markup = (texts: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(texts.reduce((whole, text, index) => whole + written(parts[index - 1] ?? null) + text));

const breaking = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** Text of strangers for one line: no line breaks, no control or direction characters, `max` characters at most. */
export const oneLine = (text: string, max: number): string =>
  [
    ...text
      .slice(0, max * 4)
      .toWellFormed()
      .replace(breaking, ' ')
      .trim(),
  ]
    .slice(0, max)
    .join('');
