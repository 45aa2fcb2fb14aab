import { createHash } from 'node:crypto';

/**
 * SHA-256 of a request body. JSON values are hashed in canonical form (keys in code unit order, absent members left
 * out), so that only what a body says counts; bytes are hashed as they are.
 */
export const bodyHash = (body: unknown): Buffer =>
  createHash('sha256')
    .update(body instanceof Uint8Array ? body : canonicalJson(body))
    .digest();

const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
};
