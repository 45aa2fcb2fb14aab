import { search, type JSONValue } from '@jmespath-community/jmespath';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileExpression, holds, listNamesOf, textOf } from './expression.ts';
import { plainPath } from './plain-path.ts';

const find = (expression: string, value: unknown) => compileExpression(expression)(value);

const names = ['a', 'b', 'c-d'] as const;
const json = fc.letrec<{ node: JSONValue }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('x', 'y', 7, true, null),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('node'), { maxKeys: 3 }),
  ),
})).node;
const step = fc.constantFrom('.a', '.b', '."c-d"', '[]', '[0]', '[-1]');
const path = fc
  .tuple(fc.constantFrom('a', 'b', '"c-d"', '[]', '[0]'), fc.array(step, { maxLength: 5 }))
  .map(([first, rest]) => first + rest.join(''));

describe('an expression', () => {
  it('that is a plain path finds what JMESPath finds', () => {
    fc.assert(
      fc.property(path, json, (expression, value) => {
        expect(plainPath(expression)).toBeDefined();
        expect(find(expression, value) ?? null).toEqual(search(value, expression) ?? null);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [
      'a[?b==`1`].c | [0]',
      {
        a: [
          { b: 2, c: 'no' },
          { b: 1, c: 'yes' },
        ],
      },
      'yes',
    ],
    ['let $n = n in a[].merge(@, {n: $n})', { n: 1, a: [{ b: 2 }] }, [{ b: 2, n: 1 }]],
    ["split(a, ', ')[-1]", { a: 'Munich, Germany' }, 'Germany'],
    ["'CN'", {}, 'CN'],
    [
      'values(group_by(@, &k))',
      [{ k: 'x' }, { k: 'y' }, { k: 'x' }],
      [[{ k: 'x' }, { k: 'x' }], [{ k: 'y' }]],
    ],
  ])('%s is JMESPath’s', (expression, value, expected) => {
    expect(find(expression, value)).toEqual(expected);
  });

  it('finds nothing where it does not fit the value', () => {
    expect(find("join('/', [a, b])", { a: 1 })).toBeUndefined();
    expect(find('a.length', { a: 'text' }) ?? null).toBeNull();
    expect(find('a[0].b', { a: 'text' }) ?? null).toBeNull();
  });

  it.each(['a..b', 'a[', 'foo(', 'a b', '"a'])('%j is refused: it is none', (expression) => {
    expect(() => compileExpression(expression)).toThrow('is no JMESPath');
  });

  it.each(['constructor', 'a.__proto__.b', 'a[?toString]', 'let $x = a.hasOwnProperty in $x'])(
    '%s is refused: every object has that',
    (expression) => {
      expect(() => compileExpression(expression)).toThrow('which every object has');
    },
  );

  it('never reaches what an object inherits, whatever the payload', () => {
    const hostile = JSON.parse('{"__proto__": {"a": 1}, "constructor": {"a": 2}}') as object;
    expect(find('a', hostile)).toBeUndefined();
    expect(find('group_by([{k: keys(@)[0]}], &k)', hostile)).toBeUndefined();
    expect(Object.getPrototypeOf({})).not.toHaveProperty('a');
  });

  it.each([
    Array.from({ length: 40 }, () => '[@, @][]').join(' | '),
    `${'a[].map(&'.repeat(4)}merge($, @)${', $.a[])'.repeat(4)}`,
  ])('that asks for more steps than anybody has finds nothing, and soon', (expression) => {
    const payload = { a: Array.from({ length: 300 }, (_, index) => ({ index })) };
    expect(find(expression, payload)).toBeUndefined();
  });

  it.each(['eval', 'require', 'import', 'env', 'read_file', 'fetch', 'exec', 'process'])(
    'with %s() is refused: JMESPath has no such function',
    (name) => {
      expect(() => compileExpression(`${name}(a)`)).toThrow(`uses ${name}(), which JMESPath does not have`);
    },
  );

  it.each([
    'process',
    'globalThis',
    'require',
    'module',
    'global.process',
    '"process"."env"',
    '$',
    '$.process',
  ])('%s is a member of the payload or nothing', (expression) => {
    expect(find(expression, {}) ?? {}).toEqual({});
  });

  it('hands over nothing that could be called: what it finds is JSON', () => {
    const isJson = (value: unknown): boolean =>
      value === undefined || JSON.stringify(JSON.parse(JSON.stringify(value))) === JSON.stringify(value);
    for (const expression of [
      'keys(@)',
      'values(@)',
      'items(@)',
      '@',
      'to_array(@)',
      'type(@)',
      '&a',
      'map(&@, [a])',
    ])
      expect([expression, isJson(find(expression, { a: 1, constructor: 2 }))]).toEqual([expression, true]);
  });

  it.each([
    ['join(glue, list)', { glue: 'x'.repeat(150_000), list: Array.from({ length: 2_000 }, () => '') }],
    ["replace(text, 'a', long)", { text: 'a'.repeat(2_000), long: 'x'.repeat(150_000) }],
  ])('makes no text of hundreds of megabytes: %s', (expression, payload) => {
    const before = process.resourceUsage().maxRSS;
    expect(find(expression, payload)).toBeUndefined();
    expect((process.resourceUsage().maxRSS - before) / 1_024).toBeLessThan(100);
  });

  it('comes to an end, whatever it is made of', () => {
    const { node } = fc.letrec<{ node: string }>((tie) => {
      const one = tie('node');
      const two = fc.tuple(one, one);
      return {
        node: fc.oneof(
          { depthSize: 'medium' },
          fc.constantFrom('@', 'a', 'a[]', 'a[*].b', '$', 'text', '`[1, [2]]`', "'x'"),
          two.map(([left, right]) => `${left} | ${right}`),
          two.map(([left, right]) => `[${left}, ${right}][]`),
          two.map(([left, right]) => `(${left})[?contains(@, ${right})]`),
          two.map(([left, right]) => `map(&(${left}), to_array(${right}))`),
          two.map(([left, right]) => `join(to_string(${left}), map(&to_string(@), to_array(${right})))`),
          two.map(([left, right]) => `sort_by(to_array(${left}), &to_string(${right}))`),
          two.map(([left, right]) => `replace(to_string(${left}), 'a', to_string(${right}))`),
        ),
      };
    });
    const payload = { a: Array.from({ length: 100 }, (_, b) => ({ b })), text: 'a'.repeat(1_000) };
    fc.assert(
      fc.property(node, (expression) => {
        JSON.stringify(find(expression, payload));
      }),
      { numRuns: 100 },
    );
  });

  it('makes no text out of a number', () => {
    expect(() => compileExpression("pad_left(a, `1000000000`, ' ')")).toThrow('is not allowed');
  });
});

describe('what an expression says of names', () => {
  it('is that those before a bracket are lists', () => {
    expect(listNamesOf(`a.b[].c[0] | [?"d-e"[0] == 'f[0]'].g`)).toEqual(['b', 'c', 'd-e']);
  });
});

describe('the text of a value', () => {
  it.each([
    ['x', 'x'],
    [7, '7'],
    [false, 'false'],
    [null, ''],
    [['x'], ''],
    [{ a: 'x' }, ''],
    [{ _text: 'x', _lang: 'de' }, 'x'],
    [{ _text: { a: 1 } }, ''],
  ])('%j is %j', (value, text) => {
    expect(textOf(value)).toBe(text);
  });
});

describe('a condition', () => {
  it.each([undefined, null, false, '', [], {}])('does not hold for %j', (value) => {
    expect(holds(value)).toBe(false);
  });
  it.each([true, 0, 'x', [0], { a: null }])('holds for %j', (value) => {
    expect(holds(value)).toBe(true);
  });
});
