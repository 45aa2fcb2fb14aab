import { decodeUtf8, JsonError, parseJson, type JsonOptions } from '@landfall/json';
import { badRequest } from '../problems/problems.ts';

/**
 * The JSON of a body. Throws ProblemError 400: `wrong_encoding`, `malformed_json`, `too_deep`, or `repeated_key`, which names
 * the key that an object has twice.
 */
export const jsonOf = (body: Buffer, options?: JsonOptions): unknown => {
  try {
    return parseJson(decodeUtf8(body), options);
  } catch (error) {
    throw error instanceof JsonError ? badRequest(error.code, error.message) : error;
  }
};
