import { chosen, repeated, type Mutator } from './mutator.ts';

/** Places of a pattern in a text. */
const placesOf = (text: string, pattern: RegExp): RegExpExecArray[] => [...text.matchAll(pattern)];

/** A mutator of one place where a pattern is found; a text without one stays as it is. */
const ofMatch =
  (pattern: RegExp, change: (found: string, manner: number, value: unknown) => string): Mutator<string> =>
  (text, { at, manner, value }) => {
    const places = placesOf(text, pattern);
    if (places.length === 0) return text;
    const { index, 0: found } = chosen(places, at);
    return text.slice(0, index) + change(found, manner, value) + text.slice(index + found.length);
  };

const times = [
  '1970-01-01T00:00:00Z',
  '2099-12-31T23:59:59Z',
  '0000-00-00T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59-12:00',
  '2026-03-04T24:00:00Z',
  '2026-02-30T10:00:00Z',
  '2026-03-29T02:30:00',
  '2026-11-01T01:30:00',
  '2026-12-31T23:59:60Z',
  '+275760-09-13T00:00:00Z',
  '-271821-04-20T00:00:00Z',
  '2026-03-04T10:00:00+99:99',
  '20260304',
  '1e10',
  '99999999999999999999',
];

const inserts = [
  '\0',
  '\ufeff',
  '\ud800',
  '\udfff',
  '\u202e',
  '\u2028',
  '\\u0000',
  '\\ud800',
  '\\udc00\\ud800',
  '"',
  '\\',
  '\r',
  '<',
  '&',
  ',',
  '\t',
  '=1+1',
  '\ud83d\ude00',
];

const rawNumbers = [
  '1e400',
  '-1e400',
  '9400110200881269505160',
  '0.1e-400',
  '-0',
  '01',
  '1.',
  '.5',
  '+1',
  'NaN',
  'Infinity',
  '0x10',
  '1_000',
  '9'.repeat(5_000),
];

/** Sizes around the limits of bodies. */
const sizes = [64 * 1_024, 255 * 1_024, 900_000, 1_024 * 1_024 - 1, 1_024 * 1_024, 1_024 * 1_024 + 1];

/** What is done to any body that is text. */
export const textMutators: Readonly<Record<string, Mutator<string>>> = {
  doubleKey: ofMatch(
    /"(?:[^"\\]|\\.){0,60}"\s*:/g,
    (found, _, value) => `${found}${JSON.stringify(value)},${found}`,
  ),
  rawNumber: ofMatch(/(?<=[:[,]\s{0,9})-?\d[\d.eE+-]{0,30}/g, (_, manner) => chosen(rawNumbers, manner)),
  numberAsText: ofMatch(/(?<=:\s{0,9})-?\d[\d.]{0,30}/g, (found) => `"${found}"`),
  time: ofMatch(/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?/g, (_, manner) =>
    chosen(times, manner),
  ),
  digits: ofMatch(/\d+/g, (_, manner) => chosen(['', '0', '-1', '9'.repeat(400), '00', '1e9'], manner)),
  insert: (text, { at, manner }) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + chosen(inserts, manner) + text.slice(place);
  },
  insertInText: ofMatch(
    /(?<=[":>,])[^"<>,:{}[\]]{2,40}(?=["<,])/g,
    (found, manner) => `${found.slice(0, 1)}${chosen(inserts, manner)}${found.slice(1)}`,
  ),
  truncate: (text, { at }) => text.slice(0, at % (text.length + 1)),
  repeatSlice: (text, { at, manner }) => {
    const from = at % (text.length + 1);
    const slice = text.slice(from, from + 1 + (manner % 300));
    return text.slice(0, from) + slice.repeat(chosen([1, 2, 50, 1_000], manner)) + text.slice(from);
  },
  twice: (text, { manner }) => text + chosen(['', '\n', ',', '\0'], manner) + text,
  nothing: (_, { manner }) =>
    chosen(['', ' ', '\n', '\0', 'null', '""', '[]', '{}', '0', 'true', '\ufeff'], manner),
  pad: (text, { at, manner }) => {
    const size = chosen(sizes, at);
    const filling = chosen([' ', '\n', 'A'], manner).repeat(Math.max(0, size - text.length));
    return manner % 2 === 0 ? text + filling : text.replace(/(?<=[":>])(?=[^"<>:]{2})/, () => filling);
  },
  openMany: (text, { at, manner }) => {
    const place = at % (text.length + 1);
    return (
      text.slice(0, place) +
      chosen(['[', '{"a":', '<a>', '"', '('], manner).repeat(50_000) +
      text.slice(place)
    );
  },
};

const doctypes = [
  '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>',
  '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
  '<!DOCTYPE a [<!ENTITY a SYSTEM "http://127.0.0.1:1/">]>',
  '<!DOCTYPE a [<!ENTITY % p "<!ENTITY a \'x\'>"> %p;]>',
];
const references = ['&a;', '&d;', '&#0;', '&#xD800;', '&#x110000;', '&amp', '&__proto__;', '&#99999999999;'];
const prologs = ['GBK', 'UTF-16', 'klingon', 'UTF-7', 'ISO-8859-1', 'x'.repeat(300)];

/** Its name ends where it must: a megabyte of name would be tried at each of its letters. */
const innermostElement = /<([\w:-]{1,60})(?=[\s/>])[^<>]*>[^<>]*<\/\1>/g;

/** What is done to a body that is XML as well. */
export const xmlMutators: Readonly<Record<string, Mutator<string>>> = {
  doctype: (xml, { manner }) => {
    const root = xml.search(/<[a-z]/i);
    return root < 0 ? xml : xml.slice(0, root) + chosen(doctypes, manner) + xml.slice(root);
  },
  reference: ofMatch(/(?<=>)[^<>]{1,60}(?=<)/g, (_, manner) => chosen(references, manner)),
  cdata: ofMatch(/(?<=>)[^<>]{1,60}(?=<)/g, (found, manner) =>
    chosen([`<![CDATA[${found}]]>`, `<![CDATA[${found}`, `<![CDATA[<a>&b;]]>`, `]]>${found}`], manner),
  ),
  rename: ofMatch(/(?<=<\/?)[\w:-]+/g, (_, manner) =>
    chosen(['__proto__', 'constructor', 'x:y', ':', '1', 'a b'], manner),
  ),
  prefix: (xml, { manner }) =>
    xml.replaceAll(/(?<=<\/?)(?=[a-z])/gi, chosen(['n:', 'a:b:', '__proto__:'], manner)),
  attributes: ofMatch(/(?<=<[\w:-]{1,60})(?=[\s>/])/g, (_, manner) =>
    Array.from(
      { length: chosen([1, 100, 20_000], manner) },
      (__, index) => ` a${manner % 5 === 0 ? '' : index}="${index}"`,
    ).join(''),
  ),
  removeElement: ofMatch(innermostElement, () => ''),
  doubleElement: ofMatch(innermostElement, (found, manner) =>
    repeated(found, chosen([2, 3, 600, 6_000], manner)),
  ),
  prolog: (xml, { manner }) =>
    `<?xml version="1.0" encoding="${chosen(prologs, manner)}"?>${xml.replace(/^\s*<\?xml[^>]*\?>/, '')}`,
  instruction: ofMatch(/(?<=>)(?=<)/g, (_, manner) =>
    chosen(['<?php x?>', '<!-- -- -->', '<!---->', '<?xml ?>', '<![', '<!ELEMENT a ANY>'], manner),
  ),
};
