/** A value that was read, or what is wrong with it, as an order to the caller. */
export type Read<Value> = { ok: true; value: Value } | { ok: false; fault: string };

const space = "[   ' ’]";
const read = (value: string): Read<string> => ({ ok: true, value });
const fault = (text: string): Read<string> => ({ ok: false, fault: text });
const notANumber = fault('must be a number, such as 1234.56, without a currency');

/**
 * A number that people have written, as a decimal number with a point: 1,234.56 and 1.234,56 are 1234.56. One that can be
 * read in two ways is never guessed.
 * @param mark what stands before the decimals, where that was told
 */
export const readNumber = (text: string, mark?: '.' | ','): Read<string> => {
  if (!/^-?[\d.,   '’]+$/.test(text)) return notANumber;
  if (mark) return withMark(text, mark);
  const marks = text.replaceAll(/[^.,]/g, '');
  if (marks.includes('.') && marks.includes(',')) return withMark(text, marks.at(-1) === ',' ? ',' : '.');
  if (marks === '') return withMark(text, '.');
  const [used] = marks;
  const other = used === '.' ? ',' : '.';
  // More than once: it divides thousands.
  if (marks.length > 1) return withMark(text, other);
  const plain = text.replaceAll(new RegExp(space, 'g'), '');
  if (/^-?[1-9]\d{0,2}[.,]\d{3}$/.test(plain))
    return fault(
      `"${text}" can be read in two ways: say ?decimalMark=. or ?decimalMark=, or write it without dividing thousands`,
    );
  return withMark(text, used === ',' ? ',' : '.');
};

const withMark = (text: string, mark: '.' | ','): Read<string> => {
  const group = mark === '.' ? `(?:,|${space})` : `(?:\\.|${space})`;
  const shape = new RegExp(`^(-?)(\\d+|\\d{1,3}(?:${group}\\d{3})+)(?:\\${mark}(\\d+))?$`);
  const match = shape.exec(text);
  if (!match) return notANumber;
  const [, sign = '', whole = '', fraction] = match;
  const digits = whole.replaceAll(/\D/g, '').replace(/^0+(?=\d)/, '');
  return read(`${sign}${digits}${fraction === undefined ? '' : `.${fraction}`}`);
};
