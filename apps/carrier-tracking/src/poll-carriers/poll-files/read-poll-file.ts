import { Compile } from 'typebox/compile';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { carrierKeyOf } from '../../scans/tracking-number.ts';
import { placeholdersOf } from '../calls/fill-template.ts';
import type { Stage } from '../pace/stage.ts';
import type { AnswerRules, Json, Pointer, Poller, Sign, Step } from '../poller.ts';
import { durationOf } from './duration.ts';
import { PollFile, type StepFile } from './poll-file.schema.ts';

/** Where something stands in a file: names and places from the root on. */
type Place = readonly (string | number)[];

/** What is wrong at a place. */
interface Fault {
  readonly place: Place;
  readonly message: string;
}

/** What a file may refer to. */
export interface Surroundings {
  /** Whose payloads can be read. */
  readonly senders: ReadonlySet<string>;
  /** The value of a setting; undefined where it is not set. */
  readonly setting: (name: string) => string | undefined;
}

/** A file that cannot be used; the message names every fault with its line. */
export class PollFileError extends Error {
  override readonly name = 'PollFileError';
}

const validator = Compile(PollFile);
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const defaults = { burst: 1, concurrentCalls: 4, timeout: '20s', maxAnswerBytes: 4 * 1024 * 1024, batch: 1 };

/**
 * Reads the file of a carrier who is polled.
 * @param path as it is to be named in messages
 * @throws PollFileError
 */
export const readPollFile = (name: string, path: string, text: string, around: Surroundings): Poller => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fail = (faults: readonly { offset: number; message: string }[]): never => {
    const told = faults.map(({ offset, message }) => {
      const { line, col } = lines.linePos(offset);
      return `${path}:${line}:${col} ${message}`;
    });
    throw new PollFileError(told.join('\n'));
  };
  if (document.errors.length > 0)
    fail(document.errors.map(({ pos: [offset], message }) => ({ offset, message })));
  const check = (faults: readonly Fault[]): void => {
    if (faults.length > 0)
      fail(faults.map(({ place, message }) => ({ offset: offsetOf(document, place), message })));
  };
  const file: unknown = document.toJS({ maxAliasCount: 100 });
  if (!validator.Check(file)) {
    check(schemaFaults(file));
    throw new Error('unreachable: a file that does not fit has faults');
  }
  check(faultsOf(file, around));
  return pollerOf(name, file, around);
};

/** Where what stands at a place begins, by its name; of a missing thing where that begins which it is missing in. */
const offsetOf = (document: Document, place: Place): number => {
  let node: unknown = document.contents;
  let offset = rangeOf(node) ?? 0;
  for (const name of place) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(name));
      offset = rangeOf(pair?.key) ?? offset;
      node = pair?.value;
    } else if (isSeq(node)) {
      node = node.get(Number(name), true);
      offset = rangeOf(node) ?? offset;
    }
  }
  return offset;
};

const rangeOf = (node: unknown): number | undefined =>
  (node as { range?: readonly [number, number, number] | null } | null | undefined)?.range?.[0];

const schemaFaults = (file: unknown): Fault[] =>
  validator.Errors(file).flatMap(({ instancePath, message, keyword, params }): Fault[] => {
    const place = instancePath.split('/').slice(1).map(unescaped);
    if (keyword === 'additionalProperties') {
      const { additionalProperties } = params as { additionalProperties: string[] };
      return additionalProperties.map((unknown) => ({
        place: [...place, unknown],
        message: `there is no field ${unknown} here`,
      }));
    }
    // The fields themselves are told as well.
    if (keyword === 'boolean' || keyword === 'unevaluatedProperties') return [];
    return [{ place, message: `${place.join('.') || 'the file'} ${message}` }];
  });

const unescaped = (name: string): string => name.replaceAll('~1', '/').replaceAll('~0', '~');

/** What no schema can say. */
const faultsOf = (file: PollFile, around: Surroundings): Fault[] => [
  ...(around.senders.has(file.sender)
    ? []
    : [
        {
          place: ['sender'],
          message: `nothing reads payloads of ${file.sender}: write its mapping file first`,
        },
      ]),
  ...patternFaults(file.numbers.pattern),
  ...stepFaults(['ask'], file.ask, around),
  ...payloadFaults(file.ask.answer.payload),
  ...(file.register ? registerFaults(file.register, around) : []),
];

const registerFaults = (register: StepFile, around: Surroundings): Fault[] => [
  ...stepFaults(['register'], register, around),
  ...(register.answer.items === undefined
    ? [{ place: ['register', 'answer'], message: 'items must say which numbers are registered now' }]
    : []),
];

const patternFaults = (pattern: string | undefined): Fault[] => {
  if (pattern === undefined) return [];
  try {
    new RegExp(pattern, 'u');
    return [];
  } catch (error) {
    return [{ place: ['numbers', 'pattern'], message: (error as Error).message }];
  }
};

const payloadFaults = (payload: unknown): Fault[] =>
  payload === undefined || JSON.stringify(payload).includes('"{item}"')
    ? []
    : [{ place: ['ask', 'answer', 'payload'], message: '{item} must stand somewhere in payload' }];

const stepFaults = (place: Place, step: StepFile, around: Surroundings): Fault[] => {
  const { method, body, answer, batch = defaults.batch } = step;
  const at = (...rest: Place): Place => [...place, ...rest];
  const faults: Fault[] = [...urlFaults(at('url'), step)];
  if (method === 'GET' && body !== undefined) faults.push({ place: at('body'), message: 'GET has no body' });
  if (batch > 1 && answer.items === undefined)
    faults.push({ place: at('batch'), message: 'answer.items must tell the numbers of a batch apart' });
  if (answer.items !== undefined && !answer.items.endsWith('/*'))
    faults.push({
      place: at('answer', 'items'),
      message: 'items must end with /*, which stands for each item',
    });
  if (answer.items !== undefined && answer.number === undefined)
    faults.push({ place: at('answer'), message: 'number must say where an item names its number' });
  if (answer.asItCame && (answer.items !== undefined || answer.payload !== undefined))
    faults.push({ place: at('answer', 'asItCame'), message: 'a body that is taken as it came has no items' });
  for (const sign of ['throttled', 'quota', 'nothing'] as const)
    if ((answer[sign]?.at === undefined) !== (answer[sign]?.is === undefined))
      faults.push({ place: at('answer', sign), message: 'at and is come together' });
  for (const [header, value] of Object.entries(step.headers ?? {}))
    if (typeof value !== 'string' && around.setting(value.setting) === undefined)
      faults.push({
        place: at('headers', header, 'setting'),
        message: `the setting ${value.setting} is missing: set it, or do not poll this carrier`,
      });
  return faults;
};

/** A number must not lead anywhere but to another resource of the same server. */
const urlFaults = (place: Place, { url, batch = defaults.batch }: StepFile): Fault[] => {
  const fault = (message: string): Fault[] => [{ place, message }];
  const [beforePath = ''] = /^[a-z]+:\/\/[^/?#]*/i.exec(url) ?? [];
  if (!URL.canParse(url.replaceAll(/\{\w+\}/g, 'x'))) return fault('url must be an absolute URL');
  if (placeholdersOf(beforePath).length > 0 || beforePath.includes('@'))
    return fault('the server of a url must stand there in full, without a user');
  const { protocol, hostname } = new URL(url.replaceAll(/\{\w+\}/g, 'x'));
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback.has(hostname)))
    return fault('url must begin with https://');
  const known = batch > 1 ? ['numbers'] : ['number', 'numbers', 'code'];
  const unknown = placeholdersOf(url).filter((name) => !known.includes(name));
  return unknown.length > 0
    ? fault(`{${unknown[0]}} stands for nothing here; there is {${known.join('}, {')}}`)
    : [];
};

const pollerOf = (name: string, file: PollFile, around: Surroundings): Poller => {
  const { numbers, limits, register, every, afterEnd, silence } = file;
  const { otherwise, ...stagesEvery } = every;
  return {
    name,
    sender: file.sender,
    codes: new Map(Object.entries(numbers.carriers).map(([carrier, code]) => [carrierKeyOf(carrier), code])),
    pattern: numbers.pattern === undefined ? undefined : new RegExp(numbers.pattern, 'u'),
    limits: {
      rate: { perSecond: limits.callsPerSecond, burst: limits.burst ?? defaults.burst },
      callsPerDay: limits.callsPerDay ?? null,
    },
    concurrentCalls: limits.concurrentCalls ?? defaults.concurrentCalls,
    timeoutMs: durationOf(limits.timeout ?? defaults.timeout),
    maxAnswerBytes: limits.maxAnswerBytes ?? defaults.maxAnswerBytes,
    pace: {
      every: new Map(
        Object.entries(stagesEvery as Record<string, string>).map(([stage, text]) => [
          stage as Stage,
          durationOf(text),
        ]),
      ),
      otherwise: durationOf(otherwise),
      afterEnd: { every: durationOf(afterEnd.every), for: durationOf(afterEnd.for) },
      silence: {
        doublesEvery: durationOf(silence.doublesEvery),
        atMost: durationOf(silence.atMost),
        giveUpAfter: durationOf(silence.giveUpAfter),
      },
    },
    register: register && { ...stepOf(register, around), askAfterMs: durationOf(register.askAfter) },
    ask: stepOf(file.ask, around),
  };
};

const stepOf = (
  { method, url, headers = {}, body, batch, answer }: StepFile,
  around: Surroundings,
): Step => ({
  method,
  url,
  headers: Object.fromEntries(
    Object.entries(headers).map(([header, value]) => [
      header,
      typeof value === 'string' ? value : (around.setting(value.setting) ?? ''),
    ]),
  ),
  body: body as Json | undefined,
  batch: batch ?? defaults.batch,
  answer: rulesOf(answer),
});

const rulesOf = (answer: StepFile['answer']): AnswerRules => ({
  ok: signOf(answer.ok),
  throttled: signOf({ ...answer.throttled, status: answer.throttled?.status ?? [429] }),
  quota: signOf(answer.quota),
  nothing: signOf(answer.nothing),
  items: optionalPointer(answer.items),
  asItCame: answer.asItCame ?? false,
  number: optionalPointer(answer.number),
  code: optionalPointer(answer.code),
  rejected: answer.rejected && {
    items: pointerOf(answer.rejected.items),
    number: pointerOf(answer.rejected.number),
    code: pointerOf(answer.rejected.code),
    unregistered: new Set<Json>(answer.rejected.unregistered),
    registered: new Set<Json>(answer.rejected.registered),
    quota: new Set<Json>(answer.rejected.quota),
  },
  payload: (answer.payload ?? '{item}') as Json,
  ignored: (answer.ignored ?? []).map(pointerOf),
});

const signOf = (sign: NonNullable<StepFile['answer']['throttled']> = {}): Sign => ({
  statuses: new Set(sign.status),
  at: optionalPointer(sign.at),
  values: new Set<Json>(sign.is),
});

const pointerOf = (text: string): Pointer => text.slice(1).split('/');
const optionalPointer = (text: string | undefined): Pointer | undefined =>
  text === undefined ? undefined : pointerOf(text);
