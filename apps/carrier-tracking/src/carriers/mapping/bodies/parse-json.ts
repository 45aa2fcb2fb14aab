import { UnreadableBody } from './unreadable-body.ts';

/** Lists and objects in one another; real payloads have a dozen. */
export const mostLevels = 64;

/**
 * Parses JSON. Whole numbers that JavaScript cannot hold become text, digit by digit: some senders write their tracking
 * numbers so.
 * @throws UnreadableBody `malformed_json`, `too_deep`
 */
export const parseJson = (text: string): unknown => {
  if (isDeeper(text, mostLevels))
    throw new UnreadableBody('too_deep', `The body has more than ${mostLevels} levels.`);
  try {
    return longNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch {
    throw new UnreadableBody('malformed_json', 'The body is not JSON that can be read.');
  }
};

const longNumber = /[:[,]\s{0,20}-?\d{16}/;

const keepDigits = (_: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    ? context?.source
    : value;

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [34, 92, 91, 93, 123, 125];

const isDeeper = (text: string, most: number): boolean => {
  let levels = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === openBracket || code === openBrace) {
      levels += 1;
      if (levels > most) return true;
    } else if (code === closeBracket || code === closeBrace) levels -= 1;
  }
  return false;
};

/** Where a string that begins at `start` ends: at its quote, or at the end of the text. */
const endOfString = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
};

const isEscaped = (text: string, at: number): boolean => {
  let before = at - 1;
  while (text.charCodeAt(before) === backslash) before -= 1;
  return (at - before) % 2 === 0;
};
