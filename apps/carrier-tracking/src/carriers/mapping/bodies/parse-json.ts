import { JsonError, parseJson as parse } from '@landfall/json';
import { UnreadableBody } from './unreadable-body.ts';

/**
 * Parses a sender's JSON. Whole numbers that JavaScript cannot hold become text, digit by digit: some senders write their
 * tracking numbers so.
 * @throws UnreadableBody `malformed_json`, `too_deep`, `repeated_key`
 */
export const parseJson = (text: string): unknown => {
  try {
    return parse(text, { exactDigits: true });
  } catch (error) {
    throw error instanceof JsonError ? new UnreadableBody(error.code, error.message) : error;
  }
};
