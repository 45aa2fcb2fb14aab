import { badRequest } from '@landfall/service-kit';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * A webhook's JSON. Whole numbers that a double does not hold stay the text that came: ids of orders have 18 digits.
 * Throws ProblemError 400 `malformed_json`.
 */
export const parseWebhook = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(decoder.decode(body), exactly as (key: string, value: unknown) => unknown);
  } catch {
    throw badRequest('malformed_json', 'The body is not JSON in UTF-8 that can be read.');
  }
};

/** The third argument is newer (ES2025) than the type that TypeScript has of a reviver. */
const exactly = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? (context?.source ?? value)
    : value;
