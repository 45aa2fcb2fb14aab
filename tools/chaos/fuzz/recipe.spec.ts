import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { whyNotKept } from './in-process/can-be-kept.ts';
import { textOf } from './mutators/tree.ts';
import { recipeOver, specimenOf, unchanged } from './recipe.ts';
import { madeSeeds, ownId } from './seeds/made-bodies.ts';
import type { Seed } from './seeds/seed.ts';

const recipes = recipeOver(madeSeeds);

describe('a body of a campaign', () => {
  afterEach(() => void jest.useRealTimers());

  it('follows from its recipe, whatever is done to it', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        jest.useFakeTimers({ now: new Date('2026-03-01T00:00:00Z'), doNotFake: ['performance'] });
        const { body } = specimenOf(madeSeeds, recipe, '7');
        jest.setSystemTime(new Date('2027-05-05T05:05:05Z'));
        expect(specimenOf(madeSeeds, recipe, '7').body.equals(body)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves what it puts into one body as it is for the next', () => {
    const value = ['put'];
    // Of forty members that are struck out, one is the item of the list that was put in before.
    for (let at = 0; at < 40; at += 1) {
      const steps = [
        { what: 'replace', at: 0, manner: 0, value },
        { what: 'remove', at, manner: 0, value: null },
      ];
      specimenOf(madeSeeds, { seed: 1, steps, contentType: undefined }, '7');
    }
    expect(value).toEqual(['put']);
  });

  it('is mostly another than its seed, and seldom the same as the next', () => {
    const bodies = fc
      .sample(recipes, { seed: 1, numRuns: 200 })
      .map((recipe) => specimenOf(madeSeeds, recipe, '7').body.toString('latin1'));
    const seeds = new Set(madeSeeds.map((seed) => unchanged(seed, '7').body.toString('latin1')));
    expect(bodies.filter((body) => seeds.has(body)).length).toBeLessThan(80);
    expect(new Set(bodies).size).toBeGreaterThan(120);
  });

  it('is made as well where a name in its XML has a million letters', () => {
    const body = Buffer.from(`<a><b>x</b><${'A'.repeat(1_000_000)}`);
    const seed = { edge: 'payload', of: 'test', body, contentType: 'text/xml' } as Seed;
    const steps = [{ what: 'removeElement', at: 0, manner: 0, value: null }];
    const made = specimenOf([seed], { seed: 0, steps, contentType: undefined }, '7');
    expect(made.body.toString('utf8', 0, 5)).toBe('<a><A');
  });

  it('has a number of its own', () => {
    for (const seed of madeSeeds.filter(({ of }) => of !== 'workbook'))
      expect(unchanged(seed, '4711').body.toString('utf8')).not.toContain(ownId);
  });
});

describe('the text of a value', () => {
  it('is its JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(textOf(value)).toBe(JSON.stringify(value))));
  });

  it('is there also where it is deeper than any stack', () => {
    let value: unknown = [1, { a: 'x' }];
    for (let depth = 0; depth < 20_000; depth += 1) value = [value];
    expect(textOf(value)).toBe(`${'['.repeat(20_000)}[1,{"a":"x"}]${']'.repeat(20_000)}`);
  });

  it('ends where a large value stands in it ten thousand times, and ten thousand times again', () => {
    const many = (value: unknown): unknown => Array<unknown>(10_000).fill(value);
    expect(textOf(many('x'.repeat(100_000))).length).toBeLessThan(21_000_000);
    expect(textOf(many(many({ a: 1 }))).length).toBeLessThan(21_000_000);
  });

  it('ends where a deep value stands in it ten thousand times', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 20_000; depth += 1) deep = [deep];
    expect(textOf(Array<unknown>(10_000).fill(deep)).length).toBeLessThan(20_010_000);
  });
});

describe('what was read', () => {
  it.each([
    [{ scans: [{ place: { city: 'a\0b' } }] }, 'NUL at /scans/0/place/city'],
    [{ name: '\ud800' }, 'half a surrogate pair at /name'],
    [{ 'a\0': 1 }, 'NUL at /(a name)'],
    [{ weight: Infinity }, 'no number at /weight'],
    [{ time: { occurredAt: '0000-01-01T00:00:00Z' } }, 'no instant at /time/occurredAt'],
    [{ time: { occurredAt: '2026-13-01T00:00:00Z' } }, 'no instant at /time/occurredAt'],
  ])('cannot be kept: %j', (value, why) => expect(whyNotKept(value)).toContain(why));

  it('can be kept otherwise', () =>
    expect(
      whyNotKept({ time: { occurredAt: '2026-03-05T10:00:00+08:00' }, list: [null, 'ä😀', 1] }),
    ).toBeUndefined());
});
