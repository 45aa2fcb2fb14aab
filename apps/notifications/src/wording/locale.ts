import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ptBr } from './pt-br.ts';
import type { Wording } from './wording.ts';
import { zh } from './zh.ts';

/** The languages that consumers are written to in. */
export const wordings = { en, zh, de, fr, es, 'pt-BR': ptBr } as const satisfies Record<string, Wording>;

export type Locale = keyof typeof wordings;

const byLanguage: Readonly<Record<string, Locale>> = {
  en: 'en',
  zh: 'zh',
  de: 'de',
  fr: 'fr',
  es: 'es',
  pt: 'pt-BR',
};

/** Countries where most people read one of our languages other than English. */
const countries: Readonly<Record<Exclude<Locale, 'en'>, string>> = {
  zh: 'CN HK MO TW',
  de: 'DE AT CH LI',
  fr: 'FR LU MC GF GP MQ PF NC PM RE YT CI SN CM',
  es: 'ES AD AR BO CL CO CR CU DO EC GQ GT HN MX NI PA PE PR PY SV UY VE',
  'pt-BR': 'BR PT AO CV MZ',
};

const byCountry = new Map(
  Object.entries(countries).flatMap(([locale, codes]) =>
    codes.split(' ').map((code) => [code, locale as Locale] as const),
  ),
);

const byTag = (tag: string | null): Locale | undefined =>
  byLanguage[tag?.trim().toLowerCase().split(/[-_]/, 1)[0] ?? ''];

/** The language for a buyer: their own (BCP 47), else the destination country's (ISO 3166-1 alpha-2), else English. */
export const localeFor = (buyerLocale: string | null, country: string | null): Locale =>
  byTag(buyerLocale) ?? byCountry.get(country ?? '') ?? 'en';

/** The language of a page: the first of Accept-Language (RFC 9110, by weight) that we have, else the country's. */
export const localeOfRequest = (acceptLanguage: string | undefined, country: string | null): Locale => {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const weight = /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(parameters.join(';'))?.[1];
      return { tag, weight: Number(weight ?? 1) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight);
  for (const { tag } of wanted) {
    const locale = byTag(tag);
    if (locale) return locale;
  }
  return localeFor(null, country);
};
