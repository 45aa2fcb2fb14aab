import { describe, expect, it } from '@jest/globals';
import { markup, oneLine } from './markup.ts';
import { localeFor, localeOfRequest, wordings } from './locale.ts';
import { fill } from './wording.ts';

/** All texts of a wording by their path. */
const texts = (value: object, path = ''): [string, string][] =>
  Object.entries(value).flatMap(([key, inner]: [string, string | object]) =>
    typeof inner === 'string' ? [[`${path}/${key}`, inner]] : texts(inner, `${path}/${key}`),
  );
const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(Object.entries(wordings))('the wording in %s', (locale, wording) => {
  const english = new Map(texts(wordings.en));

  it('has the places of the English one, and no others', () => {
    const found = texts(wording);
    expect(found.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of found) {
      expect([path, places(text)]).toEqual([path, places(english.get(path) ?? '')]);
    }
  });

  it('says everything in words of its own', () => {
    expect(texts(wording).filter(([, text]) => text.trim() === '')).toEqual([]);
    const same = texts(wording).filter(([path, text]) => english.get(path) === text);
    if (locale !== 'en') expect(same).toEqual([]);
  });

  it('has a tag that dates can be written by', () => {
    expect(Intl.DateTimeFormat.supportedLocalesOf(wording.tag)).toEqual([wording.tag]);
  });
});

describe('the language of a mail', () => {
  it.each([
    ['de-AT', 'FR', 'de'],
    ['pt', 'US', 'pt-BR'],
    ['zh-Hant-TW', 'US', 'zh'],
    ['ES_mx', 'US', 'es'],
    ['ja', 'FR', 'fr'],
    ['nonsense; drop', 'BR', 'pt-BR'],
    [null, 'CN', 'zh'],
    [null, 'JP', 'en'],
    [null, null, 'en'],
  ])('of a buyer who reads %s in %s is %s', (buyer, country, locale) => {
    expect(localeFor(buyer, country)).toBe(locale);
  });
});

describe('the language of a page', () => {
  it.each([
    ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'DE', 'fr'],
    ['ja, de;q=0.4, es;q=0.6', 'US', 'es'],
    ['ja', 'AT', 'de'],
    ['en;q=0, zh;q=0.1', 'AT', 'zh'],
    [undefined, 'MX', 'es'],
    [';;;q=,', null, 'en'],
  ])('asked for as %j and going to %s is %s', (header, country, locale) => {
    expect(localeOfRequest(header, country)).toBe(locale);
  });
});

describe('texts of strangers', () => {
  it('cannot break out of HTML', () => {
    expect(markup`<a title="${`"><script>'&`}">${'<b>'}</a>`.text).toBe(
      '<a title="&quot;&gt;&lt;script&gt;&#39;&amp;">&lt;b&gt;</a>',
    );
  });

  it('stay on one line and within a length, whatever they hold', () => {
    expect(oneLine('Anna\r\nBcc: all@example.org', 80)).toBe('Anna Bcc: all@example.org');
    expect(oneLine('\u202Eevil\u0000\u2028', 80)).toBe('evil');
    expect(oneLine('😀'.repeat(1_000_000), 3)).toBe('😀😀😀');
    expect(oneLine('\ud800x', 80).isWellFormed()).toBe(true);
  });

  it('fill only places that the wording has', () => {
    expect(fill('{order} for {name}', { order: '{name}', name: 'x' })).toBe('{name} for x');
    expect(fill('{constructor}', {})).toBe('{constructor}');
  });
});
