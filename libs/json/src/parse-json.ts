import { endOfString } from './end-of-string.ts';
import { JsonError } from './json-error.ts';
import { repeatedKeyIn } from './repeated-key.ts';

/** Lists and objects in one another; real bodies have a dozen. */
export const mostLevels = 64;

export interface JsonOptions {
  /** Whole numbers that a double cannot hold become text, digit by digit: some senders write ids so. */
  exactDigits?: boolean;
}

/**
 * Parses JSON that means the same to everybody: parsers differ in which value counts where an object has a key twice
 * (RFC 8259, 4), so such a text is refused. Members called `__proto__` are members like all others.
 * @throws JsonError `malformed_json`, `too_deep`, `repeated_key`
 */
export const parseJson = (text: string, { exactDigits = false }: JsonOptions = {}): unknown => {
  const members = countMembers(text);
  let value: unknown;
  try {
    value = exactDigits && longNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch {
    throw new JsonError('malformed_json', 'The body is not JSON that can be read.');
  }
  if (membersOf(value) !== members)
    throw new JsonError(
      'repeated_key',
      `The body has \`${repeatedKeyIn(text)}\` twice, and only one of them can be meant: send it once.`,
    );
  return value;
};

const longNumber = /[:[,]\s{0,20}-?\d{16}/;

const keepDigits = (_: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    ? context?.source
    : value;

const [quote, colon, openBracket, closeBracket, openBrace, closeBrace] = [34, 58, 91, 93, 123, 125];

/** Members that a text writes down: each has one colon outside of strings. @throws JsonError `too_deep` */
const countMembers = (text: string): number => {
  let members = 0;
  let levels = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === colon) members += 1;
    else if (code === openBracket || code === openBrace) {
      levels += 1;
      if (levels > mostLevels)
        throw new JsonError('too_deep', `The body has more than ${mostLevels} levels.`);
    } else if (code === closeBracket || code === closeBrace) levels -= 1;
  }
  return members;
};

/** Members that are left of it. */
const membersOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) for (const item of value) members += membersOf(item);
  else
    for (const name in value) {
      members += 1;
      const member = (value as Record<string, unknown>)[name];
      if (typeof member === 'object') members += membersOf(member);
    }
  return members;
};
