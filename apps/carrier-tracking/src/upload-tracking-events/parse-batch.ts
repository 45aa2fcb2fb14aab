import { badRequest } from '@landfall/service-kit';
import { decodeText } from '../carriers/mapping/bodies/decode-text.ts';
import { parseJson } from '../carriers/mapping/bodies/parse-json.ts';
import { UnreadableBody } from '../carriers/mapping/bodies/unreadable-body.ts';

/** One item of a batch as it came: a value, or a line that cannot be read, and why. */
export type BatchItem =
  { kind: 'value'; value: unknown } | { kind: 'unreadable'; code: string; detail: string };

const isNdjson = (contentType: string): boolean =>
  /^application\/(x-)?(ndjson|jsonl|jsonlines)\s*(;|$)/i.test(contentType.trim());

/**
 * The items of a body: a JSON array, or NDJSON by its content type, where blank lines are no items and one line that
 * cannot be read spoils only itself. Throws ProblemError 400 where nothing of it can be read: `wrong_encoding`, `malformed_json`,
 * `too_deep`, `repeated_key`, `not_a_list`.
 */
export const parseBatch = (body: Buffer, contentType: string): BatchItem[] => {
  try {
    const text = decodeText(body);
    return isNdjson(contentType) ? linesOf(text) : arrayOf(text);
  } catch (error) {
    throw error instanceof UnreadableBody ? badRequest(error.code, error.message) : error;
  }
};

const arrayOf = (text: string): BatchItem[] => {
  const value = parseJson(text);
  if (!Array.isArray(value))
    throw badRequest('not_a_list', 'Send a JSON array, or NDJSON as application/x-ndjson.');
  return value.map((item: unknown) => ({ kind: 'value', value: item }));
};

const linesOf = (text: string): BatchItem[] => {
  const items = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(lineOf);
  if (items.length > 0 && items.every((item) => item.kind === 'unreadable'))
    throw badRequest('malformed_json', 'No line of the body is JSON that can be read.');
  return items;
};

const lineOf = (line: string): BatchItem => {
  try {
    return { kind: 'value', value: parseJson(line) };
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    return { kind: 'unreadable', code: error.code, detail: error.message };
  }
};
