import { createRequire } from 'node:module';
// The package's own entry loads the names of all its languages.
import countries from 'i18n-iso-countries/index.js';

/** Languages in which carriers name countries. */
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'zh', 'ja', 'ko', 'ru'];

/** ISO reserves them for what is meant; the post writes them. */
const reserved: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** What carriers say, and the tables have not. */
const spoken: Readonly<Record<string, string>> = {
  holland: 'NL',
  england: 'GB',
  scotland: 'GB',
  'great britain': 'GB',
  'hong kong sar': 'HK',
  'hong kong china': 'HK',
  'korea south': 'KR',
  'viet nam': 'VN',
};

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();

let names: ReadonlyMap<string, string> | undefined;

/** By plain name, the code; a name that means two countries in two languages is left out. */
const namesOfCountries = (): ReadonlyMap<string, string> => {
  const require = createRequire(import.meta.url);
  const known = new Map<string, string>(Object.entries(spoken));
  const ambiguous = new Set<string>();
  for (const language of languages) {
    const locale = require(`i18n-iso-countries/langs/${language}.json`) as countries.LocaleData;
    for (const [code, all] of Object.entries(locale.countries))
      for (const name of Array.isArray(all) ? all : [all]) {
        const key = plain(name);
        const before = known.get(key);
        if (before !== undefined && before !== code) ambiguous.add(key);
        known.set(key, code);
      }
  }
  for (const name of ambiguous) known.delete(name);
  return known;
};

/** ISO 3166-1 alpha-2 in capitals, of two letters, three, or a name in one of a dozen languages; null for anything else. */
export const countryOf = (text: string): string | null => {
  const word = text.trim();
  if (/^[A-Za-z]{2}$/.test(word)) {
    const code = word.toUpperCase();
    return reserved[code] ?? code;
  }
  if (word.length < 2 || word.length > 80) return null;
  if (/^[A-Za-z]{3}$/.test(word)) {
    const code = countries.alpha3ToAlpha2(word.toUpperCase());
    if (code) return code;
  }
  names ??= namesOfCountries();
  return names.get(plain(word)) ?? null;
};
