import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnswerRules, Sign } from '../poller.ts';
import { readAnswer, type RawAnswer, type Told } from './read-answer.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const sign = (statuses: number[], at?: string, values: (string | number)[] = []): Sign => ({
  statuses: new Set(statuses),
  at: at?.split('/'),
  values: new Set(values),
});

const rules: AnswerRules = {
  ok: sign([], 'code', [0]),
  throttled: sign([429], 'code', [-1]),
  quota: sign([402], 'code', [-2]),
  nothing: sign([404]),
  items: ['data', 'accepted', '*'],
  asItCame: false,
  number: ['number'],
  code: ['carrier'],
  rejected: {
    items: ['data', 'rejected', '*'],
    number: ['number'],
    code: ['error', 'code'],
    unregistered: new Set([-3]),
    registered: new Set([-4]),
    quota: new Set([-2]),
  },
  payload: { event: 'UPDATED', data: '{item}' },
  ignored: [['checkedAt'], ['events', '*', 'age']],
};
const asked = [
  { carrier: 'usps', number: 'A1', code: 7 },
  { carrier: 'ups', number: 'A1', code: 8 },
  { carrier: 'usps', number: 'B2', code: 7 },
];

const raw = (body: unknown, changes: Partial<RawAnswer> = {}): RawAnswer => ({
  status: 200,
  retryAfter: null,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  ...changes,
});
const read = (body: unknown, changes?: Partial<RawAnswer>, by = rules) =>
  readAnswer(by, asked, raw(body, changes), now);
const list = (accepted: unknown[], rejected: unknown[] = []) => ({ code: 0, data: { accepted, rejected } });
const told = (body: unknown): readonly Told[] => {
  const answer = read(body);
  if (answer.kind !== 'answered') throw new Error(answer.kind);
  return answer.told;
};
const payloads = (all: readonly Told[]) =>
  all.map((one) => (one.kind === 'payload' ? (JSON.parse(one.body.toString()) as object) : one.kind));
const hashes = (all: readonly Told[]) => all.map((one) => (one.kind === 'payload' ? one.hash : one.kind));

describe('an answer', () => {
  it('gives each number its own payload, by number and carrier, in whatever order', () => {
    const items = [
      { number: ' b2 ', carrier: 7, status: 'x' },
      { number: 'A1', carrier: 8 },
      { number: 'A1', carrier: 7 },
    ];
    expect(payloads(told(list(items)))).toEqual([
      { event: 'UPDATED', data: items[2] },
      { event: 'UPDATED', data: items[1] },
      { event: 'UPDATED', data: items[0] },
    ]);
  });

  it('drops what is told of other numbers, and what is told twice', () => {
    const items = [
      { number: 'Z9', carrier: 7 },
      { number: 'B2', carrier: 7, first: true },
      { number: 'B2', carrier: 7 },
      'B2',
      null,
    ];
    const answer = read(list(items));
    expect(answer).toMatchObject({ kind: 'answered', strangers: 3 });
    expect(payloads(told(list(items)))).toEqual(['nothing', 'nothing', { event: 'UPDATED', data: items[1] }]);
  });

  it('belongs to its number also where the carrier is named otherwise', () => {
    expect(payloads(told(list([{ number: 'B2', carrier: 99 }])))[2]).toMatchObject({ data: { carrier: 99 } });
  });

  it('tells which numbers are not followed yet, or already', () => {
    const rejected = [
      { number: 'A1', error: { code: -3 } },
      { number: 'B2', error: { code: -4 } },
    ];
    expect(told(list([], rejected)).map(({ kind }) => kind)).toEqual([
      'unregistered',
      'nothing',
      'registered',
    ]);
    expect(read(list([], [{ number: 'B2', error: { code: -2 } }]))).toEqual({ kind: 'quota_used' });
  });

  it('has the same hash as long as it says the same', () => {
    const item = { number: 'B2', carrier: 7, checkedAt: '12:00', events: [{ code: 'X', age: 1 }] };
    const [, , before] = hashes(told(list([item])));
    const [, , later] = hashes(
      told(list([{ ...item, checkedAt: '13:00', events: [{ code: 'X', age: 2 }] }])),
    );
    const [, , changed] = hashes(told(list([{ ...item, events: [{ code: 'Y', age: 2 }] }])));
    expect(later).toBe(before);
    expect(changed).not.toBe(before);
  });

  it.each<[string, unknown, Partial<RawAnswer>, object]>([
    ['429', 'slow down', { status: 429, retryAfter: '3' }, { kind: 'throttled', retryAfterMs: 3_000 }],
    ['a code that throttles', { code: -1 }, {}, { kind: 'throttled', retryAfterMs: null }],
    ['402', '', { status: 402 }, { kind: 'quota_used' }],
    ['a code of the quota with another status', { code: -2 }, { status: 400 }, { kind: 'quota_used' }],
    ['404', '<html>', { status: 404 }, { kind: 'answered' }],
    ['500', '{"code":0}', { status: 500 }, { kind: 'failed', reason: 'http_500' }],
    ['a redirect', '', { status: 302 }, { kind: 'failed', reason: 'http_302' }],
    ['truncated JSON', '{"code":0,"data":{"acc', {}, { kind: 'failed', reason: 'malformed_json' }],
    ['a key twice', '{"code":0,"code":1,"data":[]}', {}, { kind: 'failed', reason: 'repeated_key' }],
    ['an error with status 200', { code: -9 }, {}, { kind: 'failed', reason: 'error_answer' }],
    ['a page', '<html>busy</html>', {}, { kind: 'failed', reason: 'malformed_json' }],
    ['no list', { code: 0, data: 'none' }, {}, { kind: 'failed', reason: 'no_list' }],
  ])('of %s is what it is', (_, body, changes, expected) => {
    expect(read(body, changes)).toMatchObject(expected);
  });

  it('about one number is taken whole, unless it names another one', () => {
    const one = {
      ...rules,
      ok: sign([]),
      items: undefined,
      rejected: undefined,
      payload: '{item}',
    } as AnswerRules;
    const of = (body: unknown) => readAnswer(one, asked.slice(2), raw(body), now);
    expect(of({ number: 'b2', x: 1 })).toMatchObject({ told: [{ kind: 'payload' }], strangers: 0 });
    expect(of({ number: 'C3', x: 1 })).toMatchObject({ told: [{ kind: 'nothing' }], strangers: 1 });
    const bytes = readAnswer({ ...one, number: undefined, asItCame: true }, asked.slice(2), raw('<x/>'), now);
    expect(bytes).toMatchObject({ told: [{ kind: 'payload', body: Buffer.from('<x/>') }] });
  });

  it('is survived, whatever it holds', () => {
    const deep = `{"code":0,"data":{"accepted":[${'['.repeat(60_000)}${']'.repeat(60_000)}]}}`;
    expect(read(deep)).toEqual({ kind: 'failed', reason: 'too_deep' });
    const hostile = '{"code":0,"data":{"accepted":[{"__proto__":{"number":"B2"},"carrier":7}]}}';
    expect(payloads(told(JSON.parse(hostile) as object))).toEqual(['nothing', 'nothing', 'nothing']);
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 200, max: 599 }), (body, status) => {
        const answer = read(body, { status });
        if (answer.kind === 'answered') expect(answer.told).toHaveLength(asked.length);
        else expect(['throttled', 'quota_used', 'failed']).toContain(answer.kind);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.anything({ withNullPrototype: false })), (items) => {
        const text = JSON.stringify(list(items));
        expect(read(text)).toMatchObject({ kind: 'answered', told: expect.any(Array) });
      }),
    );
  });
});
