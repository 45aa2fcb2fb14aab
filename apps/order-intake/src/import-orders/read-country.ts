import { isISO31661Alpha2 } from 'class-validator';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Countries by what they are called in English, German and Chinese, as far as a name is that of one only. */
const byName: ReadonlyMap<string, string> = (() => {
  const names = new Map<string, string | null>();
  for (const language of ['en', 'de', 'zh-Hans']) {
    const named = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of letters.flatMap((one) => letters.map((other) => one + other))) {
      const name = isISO31661Alpha2(code) ? named.of(code)?.toLowerCase() : undefined;
      if (name !== undefined) names.set(name, (names.get(name) ?? code) === code ? code : null);
    }
  }
  return new Map([...names].flatMap(([name, code]) => (code === null ? [] : [[name, code]])));
})();

/** ISO 3166-1 alpha-2 of a country's code or name; the text itself where it is neither. */
export const countryOf = (text: string): string =>
  /^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : (byName.get(text.toLowerCase()) ?? text);
