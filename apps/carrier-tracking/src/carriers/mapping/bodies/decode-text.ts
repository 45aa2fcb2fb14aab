import { isUtf8 } from 'node:buffer';
import { UnreadableBody } from './unreadable-body.ts';

const utf8 = /^(utf-?8|us-ascii|ascii)$/i;

/** XML that is kept in UTF-8, whatever its prolog said. */
export const withUtf8Prolog = (xml: string): string =>
  xml.replace(prologEncoding, (_, before: string, after: string) => `${before}UTF-8${after}`);

/**
 * The text of a body without its byte order mark: in the encoding that the mark names, else the one that is declared
 * (a charset, or an XML prolog's), else UTF-8.
 * @param charset as Content-Type names it; goes before the prolog
 * @throws UnreadableBody `unknown_encoding`, `wrong_encoding`
 */
export const decodeText = (body: Buffer, charset?: string): string => {
  const marked = encodingOfMark(body);
  const declared = marked ?? charset ?? encodingOfProlog(body);
  if (declared === undefined || utf8.test(declared)) {
    if (!isUtf8(body))
      throw new UnreadableBody(
        'wrong_encoding',
        'The body is not UTF-8: name its encoding, such as `Content-Type: application/json; charset=gbk`.',
      );
    return withoutMark(body.toString('utf8'));
  }
  return withoutMark(decodeAs(declared, body));
};

const decodeAs = (encoding: string, body: Buffer): string => {
  const decoder = decoderOf(encoding);
  try {
    return decoder.decode(body);
  } catch {
    throw new UnreadableBody('wrong_encoding', `The body is not ${nameable(encoding)}, though it says so.`);
  }
};

const decoderOf = (encoding: string) => {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new UnreadableBody('unknown_encoding', `The encoding ${nameable(encoding)} is not known.`);
  }
};

/** Only what may stand in an answer. */
const nameable = (encoding: string): string => encoding.replaceAll(/[^\w.:-]/g, '').slice(0, 40) || 'named';

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

const encodingOfMark = (body: Buffer): string | undefined => {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 'utf-8' : undefined;
};

const prolog = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/;

const prologEncoding = /^(\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["'])[\w.:-]{1,40}(["'])/;

/** A prolog that can be read byte by byte is not in UTF-16, whatever it says. */
const encodingOfProlog = (body: Buffer): string | undefined => {
  const name = prolog.exec(body.toString('latin1', 0, 256))?.[1];
  return name === undefined || /^(utf-?16|ucs-?2)/i.test(name) ? undefined : name;
};
