import { badRequest } from '@landfall/service-kit';

/** One item of a batch as it came: a value, or a line that is no JSON. */
export type BatchItem = { kind: 'value'; value: unknown } | { kind: 'malformed' };

const isNdjson = (contentType: string): boolean =>
  /^application\/(x-)?(ndjson|jsonl|jsonlines)\s*(;|$)/i.test(contentType.trim());

/**
 * The items of a body: a JSON array, or NDJSON by its content type, where blank lines are no items and one line that
 * is no JSON spoils only itself. Throws ProblemError 400 `malformed_json` where nothing of it can be read.
 */
export const parseBatch = (body: Buffer, contentType: string): BatchItem[] => {
  const text = body.toString('utf8');
  return isNdjson(contentType) ? linesOf(text) : arrayOf(text);
};

const arrayOf = (text: string): BatchItem[] => {
  const item = parsed(text);
  if (item.kind === 'malformed') throw badRequest('malformed_json', 'The body is not JSON that can be read.');
  if (!Array.isArray(item.value))
    throw badRequest('not_a_list', 'Send a JSON array, or NDJSON as application/x-ndjson.');
  return item.value.map((value: unknown) => ({ kind: 'value', value }));
};

const linesOf = (text: string): BatchItem[] => {
  const items = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parsed);
  if (items.length > 0 && items.every((item) => item.kind === 'malformed'))
    throw badRequest('malformed_json', 'No line of the body is JSON that can be read.');
  return items;
};

const parsed = (text: string): BatchItem => {
  try {
    return { kind: 'value', value: JSON.parse(text) };
  } catch {
    return { kind: 'malformed' };
  }
};
