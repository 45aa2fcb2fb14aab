import { TextDecoder } from 'node:util';
import { columnLetters, TableError } from '../table.ts';
import { delimiterOf } from './delimiter.ts';

/**
 * The text of a file, without byte order mark. UTF-8 unless a mark says UTF-16 or the sender another encoding: none is
 * guessed from the bytes. Throws TableError `wrong_encoding` that names the first cell that cannot be read.
 * @param charset a label of the Encoding Standard, such as `gbk`
 * @param hint how a sender may name it
 */
export const decodeText = (bytes: Uint8Array, charset: string | undefined, hint: string): string => {
  const label = markedEncoding(bytes) ?? charset ?? 'utf-8';
  const decoder = decoderOf(label);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new TableError('wrong_encoding', faultOf(bytes, decoder.encoding, hint));
  }
};

const markedEncoding = ([first, second]: Uint8Array): string | undefined => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
};

const decoderOf = (label: string): TextDecoder => {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    throw new TableError(
      'wrong_encoding',
      `The charset ${label.slice(0, 40)} is not known. Use utf-8, gbk, gb18030, big5, windows-1252 or another of the Encoding Standard.`,
    );
  }
};

const faultOf = (bytes: Uint8Array, encoding: string, hint: string): string => {
  const advice = `Save the file as “CSV UTF-8”, or name its encoding: ${hint}.`;
  const cell = encoding.startsWith('utf-16') ? undefined : firstFaultyCell(bytes, encoding);
  return cell
    ? `Row ${cell.row}, column ${columnLetters(cell.column)} is not ${encoding.toUpperCase()}. ${advice}`
    : `The file is not ${encoding.toUpperCase()}. ${advice}`;
};

/** Lines are told apart by bytes: in none of the encodings without a byte order mark is a line feed part of another character. */
const firstFaultyCell = (
  bytes: Uint8Array,
  encoding: string,
): { row: number; column: number } | undefined => {
  const delimiter = delimiterOf(new TextDecoder('latin1').decode(bytes.subarray(0, 65_536))).charCodeAt(0);
  let row = 1;
  for (let start = 0; start < bytes.length; row += 1) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed;
    const line = bytes.subarray(start, end);
    if (!decodes(line, encoding)) return { row, column: faultyColumn(line, delimiter, encoding) };
    start = end + 1;
  }
  return undefined;
};

const faultyColumn = (line: Uint8Array, delimiter: number, encoding: string): number => {
  let column = 0;
  for (let start = 0; start <= line.length; column += 1) {
    const found = line.indexOf(delimiter, start);
    const end = found === -1 ? line.length : found;
    if (!decodes(line.subarray(start, end), encoding)) return column;
    start = end + 1;
  }
  return 0;
};

const decodes = (bytes: Uint8Array, encoding: string): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};
