import fc from 'fast-check';
import { byteMutators, workbookMutators } from './mutators/bytes.ts';
import type { Choice, Mutator } from './mutators/mutator.ts';
import { textMutators, xmlMutators } from './mutators/text.ts';
import { isTooMuch, textOf, treeMutators } from './mutators/tree.ts';
import { ownId } from './seeds/made-bodies.ts';
import type { Seed } from './seeds/seed.ts';

/** A mutator by name, and what it is told. */
interface Step extends Choice {
  readonly what: string;
}

/** What is done to which seed; all of a body follows from it. */
export interface Recipe {
  readonly seed: number;
  readonly steps: readonly Step[];
  /** In place of the seed's own; undefined leaves it. */
  readonly contentType: string | undefined;
}

/** A body as it is sent. */
export interface Specimen {
  readonly seed: Seed;
  readonly body: Buffer;
  readonly contentType: string;
}

const hostileValues: readonly unknown[] = [
  ...[
    '\0',
    'a\0b',
    '\ud800',
    'x\udfffy',
    '\ufeff',
    '\u202etxt',
    '',
    ' ',
    '\r\n',
    'A'.repeat(70_000),
    '\ud83d\ude00'.repeat(300),
  ],
  ...[
    '1970-01-01T00:00:00Z',
    '2099-12-31T23:59:59+14:00',
    '0000-01-01T00:00:00Z',
    '2026-03-29T02:30:00',
    '2026-03-04T24:00:00Z',
  ],
  ...[
    "'; DROP TABLE kept_scan; --",
    '../../etc/passwd',
    '${jndi:ldap://x}',
    '{{7*7}}',
    '__proto__',
    'null',
    'NaN',
    '1e999',
  ],
  ...[null, true, false, 0, -0, -1, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, 1e21, 0.1],
  ...[
    [],
    {},
    [[]],
    [null],
    [{}],
    { length: 1e9 },
    { toJSON: 1 },
    { then: 1 },
    { constructor: { prototype: { polluted: 1 } } },
  ],
];

const value = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...hostileValues) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

const contentTypes = [
  ...[
    '',
    'application/json',
    'application/json; charset=gbk',
    'application/json; charset=utf-16',
    'application/json;charset=klingon',
  ],
  ...[
    'text/xml; charset=GBK',
    'application/xml',
    'text/csv',
    'text/csv; charset=gb18030',
    'application/x-ndjson',
    'text/plain',
  ],
  ...[
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/json; charset="',
    '\u00ff/\u00ff',
    'a'.repeat(5_000),
  ],
];

/** The names of steps that fit a body; those that change it most slowly are chosen seldom. */
const stepsFor = (seed: Seed): string[] => {
  const isJson = /^\s*[[{]/.test(seed.body.toString('latin1', 0, 50));
  const isXml = /^\s*(\ufeff)?</.test(seed.body.toString('utf8', 0, 50));
  const names = [
    ...(isJson ? Object.keys(treeMutators).flatMap((name) => often(name, 8)) : []),
    ...Object.keys(textMutators).flatMap((name) => often(name, 4)),
    ...(isXml ? Object.keys(xmlMutators).flatMap((name) => often(name, 8)) : []),
    ...Object.keys(byteMutators).flatMap((name) => often(name, 2)),
  ];
  return seed.of === 'workbook'
    ? [...Object.keys(workbookMutators).flatMap((name) => often(name, 3)), ...Object.keys(byteMutators)]
    : names;
};

const slow = new Set([
  'lengthen',
  'nest',
  'pad',
  'openMany',
  'bomb',
  'manyRows',
  'attributes',
  'doubleElement',
]);
const often = (name: string, weight: number): string[] =>
  Array.from({ length: slow.has(name) ? 1 : weight }, () => name);

/** Recipes over these seeds: most of one to three steps, as a body with many is refused for the first of them. */
export const recipeOver = (seeds: readonly Seed[]): fc.Arbitrary<Recipe> => {
  const steps = new Map<string, fc.Arbitrary<Step>>();
  const stepOf = (seed: Seed): fc.Arbitrary<Step> => {
    const names = stepsFor(seed);
    const key = names.join();
    const known = steps.get(key);
    if (known) return known;
    const made = fc.record({ what: fc.constantFrom(...names), at: fc.nat(), manner: fc.nat(), value });
    steps.set(key, made);
    return made;
  };
  return fc.nat({ max: seeds.length - 1 }).chain((seed) => {
    const of = seeds[seed];
    if (!of) throw new RangeError('no such seed');
    return fc.record({
      seed: fc.constant(seed),
      steps: fc.array(stepOf(of), { minLength: 0, maxLength: 4 }),
      contentType: fc.oneof(
        { weight: 15, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom(...contentTypes) },
      ),
    });
  });
};

const all = {
  tree: treeMutators,
  text: { ...textMutators, ...xmlMutators },
  workbook: workbookMutators,
  bytes: byteMutators,
};

/** Beyond all limits: nothing more is done to what has become so large. */
const mostBytes = 20_000_000;

const sizeOf = (content: unknown): number =>
  typeof content === 'string' || Buffer.isBuffer(content) ? content.length : 0;

/** @param own in place of what stands for a number of the body's own */
export function specimenOf(
  seeds: readonly Seed[],
  { seed: index, steps, contentType }: Recipe,
  own: string,
): Specimen {
  const seed = seeds[index];
  if (!seed) throw new RangeError('no such seed');
  const ofKind = <Content>(kind: keyof typeof all): (Step & { apply: Mutator<Content> })[] =>
    steps.flatMap((step) => {
      const apply = (all[kind] as Readonly<Record<string, Mutator<Content>>>)[step.what];
      // What is put into one body may be changed there by the next step.
      return apply ? [{ ...step, value: structuredClone(step.value), apply }] : [];
    });
  const after = <Content>(content: Content, kind: keyof typeof all): Content =>
    ofKind<Content>(kind).reduce(
      (changed, step) => (sizeOf(changed) > mostBytes ? changed : step.apply(changed, step)),
      content,
    );
  let { body } = seed;
  if (seed.of === 'workbook') body = after(body, 'workbook');
  else {
    let text = body.toString('utf8').replaceAll(ownId, own);
    if (ofKind('tree').length > 0)
      text = linesOf(seed, text)
        .map((line) => textOf(after(parsed(line), 'tree')))
        .join('\n');
    body = Buffer.from(after(text, 'text'));
  }
  return { seed, body: after(body, 'bytes'), contentType: contentType ?? seed.contentType };
}

/** A seed as it is, with its own number in it. */
export const unchanged = (seed: Seed, own: string): Specimen =>
  specimenOf([seed], { seed: 0, steps: [], contentType: undefined }, own);

const linesOf = ({ contentType }: Seed, text: string): string[] =>
  contentType === 'application/x-ndjson' ? text.split('\n') : [text];

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** What was done, for people. */
export const stepsIn = ({ steps }: Recipe): string =>
  steps
    .map(
      ({ what, at, manner, value: put }) =>
        `${what}(${at}, ${manner}${isTooMuch(put) ? '' : `, ${JSON.stringify(put)?.slice(0, 60)}`})`,
    )
    .join(' ') || 'unchanged';
