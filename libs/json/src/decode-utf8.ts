import { isUtf8 } from 'node:buffer';
import { JsonError } from './json-error.ts';

/**
 * The text of a body that has to be UTF-8, without its byte order mark. @throws JsonError `wrong_encoding`: bytes that are
 * none would become other letters, and nobody would know
 */
export const decodeUtf8 = (body: Buffer): string => {
  if (!isUtf8(body)) throw new JsonError('wrong_encoding', 'The body is not UTF-8: JSON is sent in UTF-8.');
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
};
