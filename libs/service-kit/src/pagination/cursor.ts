import { badRequest } from '../problems/problems.ts';

/** An opaque cursor of the position that a page ended at. */
export const encodeCursor = (position: object): string =>
  Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');

/**
 * The position in a cursor. It is the caller's text and not trusted: `isPosition` says whether it has the right shape.
 * Throws ProblemError 400 `invalid_cursor`.
 */
export const decodeCursor = <Position>(
  cursor: string,
  isPosition: (value: unknown) => value is Position,
): Position => {
  const position = parse(cursor);
  if (!isPosition(position)) {
    throw badRequest('invalid_cursor', 'Send the nextCursor of an earlier answer as it is, or none.');
  }
  return position;
};

const parse = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};
