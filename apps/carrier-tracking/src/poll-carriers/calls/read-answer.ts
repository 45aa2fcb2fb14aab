import { createHash } from 'node:crypto';
import { normaliseNumber } from '../../scans/tracking-number.ts';
import type { AnswerRules, Json, Pointer, Rejections, Sign } from '../poller.ts';
import { fill } from './fill-template.ts';
import { valuesAt, without } from './pointer.ts';
import type { Asked } from './request-of.ts';
import { retryAfterMs } from './retry-after.ts';

/** What came back, whatever it is. */
export interface RawAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Buffer;
}

/** What is told of one number. */
export type Told =
  /** A payload, and a hash of what it says: the same as long as that is the same. */
  | { readonly kind: 'payload'; readonly body: Buffer; readonly hash: string }
  | { readonly kind: 'unregistered' }
  | { readonly kind: 'registered' }
  | { readonly kind: 'nothing' };

export type Answer =
  | {
      readonly kind: 'answered';
      /** In the order of what was asked. */
      readonly told: readonly Told[];
      /** Items about numbers that nobody asked about; they are dropped. */
      readonly strangers: number;
    }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null }
  | { readonly kind: 'quota_used' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Reads an answer by its carrier's rules. Never throws, whatever it holds. @param now epoch ms */
export const readAnswer = (
  rules: AnswerRules,
  asked: readonly Asked[],
  raw: RawAnswer,
  now: number,
): Answer => {
  try {
    return read(rules, asked, raw, now);
  } catch (error) {
    // Nested deeper than the stack reaches.
    if (error instanceof RangeError) return { kind: 'failed', reason: 'nested_too_deeply' };
    throw error;
  }
};

const read = (rules: AnswerRules, asked: readonly Asked[], raw: RawAnswer, now: number): Answer => {
  const { status } = raw;
  const body = parsed(raw.body);
  const shows = ({ statuses, at, values }: Sign): boolean =>
    statuses.has(status) || (at !== undefined && body !== undefined && values.has(jsonAt(body, at)));
  if (shows(rules.throttled)) return { kind: 'throttled', retryAfterMs: retryAfterMs(raw.retryAfter, now) };
  if (shows(rules.quota)) return { kind: 'quota_used' };
  if (shows(rules.nothing)) return { kind: 'answered', told: asked.map(() => nothing), strangers: 0 };
  if (status < 200 || status > 299) return { kind: 'failed', reason: `http_${status}` };
  if (rules.asItCame) return { kind: 'answered', told: [rawPayload(raw.body)], strangers: 0 };
  if (body === undefined) return { kind: 'failed', reason: 'malformed_json' };
  if (rules.ok.at !== undefined && !rules.ok.values.has(jsonAt(body, rules.ok.at)))
    return { kind: 'failed', reason: 'error_answer' };
  return rules.items === undefined ? whole(rules, asked, body) : itemised(rules, rules.items, asked, body);
};

const nothing: Told = { kind: 'nothing' };

/** Undefined where it is no JSON. */
const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** The body is about the one number. */
const whole = (rules: AnswerRules, asked: readonly Asked[], body: unknown): Answer => {
  const named = rules.number && textAt(body, rules.number);
  const isStranger = named !== undefined && normaliseNumber(named) !== asked[0]?.number;
  return isStranger
    ? { kind: 'answered', told: asked.map(() => nothing), strangers: 1 }
    : { kind: 'answered', told: [payloadOf(rules, body)], strangers: 0 };
};

const itemised = (rules: AnswerRules, items: Pointer, asked: readonly Asked[], body: unknown): Answer => {
  if (!Array.isArray(valuesAt(body, items.slice(0, -1))[0])) return { kind: 'failed', reason: 'no_list' };
  const told: Told[] = asked.map(() => nothing);
  const taken = new Set<number>();
  let strangers = 0;
  const take = (number: string, code: string | undefined, what: () => Told): void => {
    const index = placeOf(asked, taken, normaliseNumber(number), code);
    if (index === undefined) strangers += 1;
    else {
      taken.add(index);
      told[index] = what();
    }
  };
  for (const item of valuesAt(body, items))
    take(textAt(item, rules.number ?? []), rules.code && textAt(item, rules.code), () =>
      payloadOf(rules, item),
    );
  const { rejected } = rules;
  for (const item of rejected ? valuesAt(body, rejected.items) : []) {
    if (!rejected) continue;
    const code = jsonAt(item, rejected.code);
    if (rejected.quota.has(code)) return { kind: 'quota_used' };
    take(textAt(item, rejected.number), undefined, () => rejection(rejected, code));
  }
  return { kind: 'answered', told, strangers };
};

/** One number may be asked about as two carriers'; an item that names another carrier still is about it. */
const placeOf = (
  asked: readonly Asked[],
  taken: ReadonlySet<number>,
  number: string,
  code: string | undefined,
): number | undefined => {
  const fitting = asked.flatMap((one, index) => (one.number === number && !taken.has(index) ? [index] : []));
  return fitting.find((index) => String(asked[index]?.code) === code) ?? fitting[0];
};

const rejection = ({ unregistered, registered }: Rejections, code: Json): Told => {
  if (unregistered.has(code)) return { kind: 'unregistered' };
  return registered.has(code) ? { kind: 'registered' } : nothing;
};

const rawPayload = (body: Buffer): Told => ({ kind: 'payload', body, hash: hashOf(body) });

const payloadOf = (rules: AnswerRules, item: unknown): Told => ({
  kind: 'payload',
  body: Buffer.from(JSON.stringify(fill(rules.payload, { item: item as Json }))),
  hash: hashOf(JSON.stringify(without(item, rules.ignored))),
});

/** 132 bits: nobody gains anything by two answers with one hash. */
const hashOf = (text: string | Buffer): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 22);

const jsonAt = (root: unknown, pointer: Pointer): Json => (valuesAt(root, pointer)[0] ?? null) as Json;

const textAt = (root: unknown, pointer: Pointer): string => {
  const value = jsonAt(root, pointer);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
