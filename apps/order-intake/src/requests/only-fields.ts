import { validationFailed } from '@landfall/service-kit';

const maxErrors = 50;

/**
 * A body as an object that has no other fields than these; what they hold is not looked into.
 * Throws ProblemError 400 `validation_failed`, naming each unknown field by JSON pointer (RFC 6901).
 */
export const onlyFields = (body: unknown, known: readonly string[]): Record<string, unknown> => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw validationFailed([{ pointer: '', detail: 'must be an object' }]);
  const unknown = Object.keys(body).filter((key) => !known.includes(key));
  if (unknown.length > 0)
    throw validationFailed(
      unknown.slice(0, maxErrors).map((key) => ({
        pointer: `/${key.slice(0, 100).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`,
        detail: 'is not known here: remove it',
      })),
    );
  return body as Record<string, unknown>;
};
