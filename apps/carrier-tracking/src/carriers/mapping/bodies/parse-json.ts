import { JsonError, parseJson as parse } from '@landfall/json';
import { UnreadableBody } from './unreadable-body.ts';

const asksForXml = 'It begins with "<": if the sender answers in XML, his mapping file needs `format: xml`.';

/**
 * Parses a sender's JSON. Whole numbers that JavaScript cannot hold become text, digit by digit: some senders write their
 * tracking numbers so.
 * @throws UnreadableBody `malformed_json`, `too_deep`, `repeated_key`
 */
export const parseJson = (text: string): unknown => {
  try {
    return parse(text, { exactDigits: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const isXml = error.code === 'malformed_json' && text.trimStart().startsWith('<');
    throw new UnreadableBody(error.code, isXml ? `${error.message} ${asksForXml}` : error.message);
  }
};
