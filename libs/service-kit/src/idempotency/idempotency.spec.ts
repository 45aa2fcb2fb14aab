import { describe, expect, it } from '@jest/globals';
import { bodyHash } from './body-hash.ts';
import { idempotencyKeyOf } from './idempotency-key.decorator.ts';

const same = (left: unknown, right: unknown) => bodyHash(left).equals(bodyHash(right));

describe('the hash of a body', () => {
  it('follows what the body says, not how it is written', () => {
    expect(same({ a: 1, b: [{ c: 'x', d: null }] }, { b: [{ d: null, c: 'x' }], a: 1 })).toBe(true);
    expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true);
    expect(same(JSON.parse('{"a":1.0}'), { a: 1 })).toBe(true);
  });

  it.each<[unknown, unknown]>([
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: 1, b: null }],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: { b: 1 } }, { 'a":{"b': 1 }],
    [['a,b'], ['a', 'b']],
    [Buffer.from('a'), Buffer.from('b')],
    [{}, []],
  ])('tells %j from %j', (left, right) => {
    expect(same(left, right)).toBe(false);
  });
});

describe('an Idempotency-Key', () => {
  it('may be absent, or visible ASCII', () => {
    expect(idempotencyKeyOf(undefined)).toBeUndefined();
    expect(idempotencyKeyOf('a')).toBe('a');
    expect(idempotencyKeyOf('~'.repeat(255))).toHaveLength(255);
  });

  it.each(['', 'a b', 'é', '~'.repeat(256), 'a, b', ['a', 'b']])('is refused when it is %j', (key) => {
    expect(() => idempotencyKeyOf(key)).toThrow(
      expect.objectContaining({ status: 400, code: 'invalid_idempotency_key' }),
    );
  });
});
