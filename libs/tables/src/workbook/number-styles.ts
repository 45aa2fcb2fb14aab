import { isDateFormat } from 'numfmt';
import { readXml } from './xml-events.ts';

/** How a style shows numbers. */
export interface NumberStyle {
  isDate: boolean;
  /** Zeros before a number fill so many digits. */
  digits: number;
}

export const generalStyle: NumberStyle = { isDate: false, digits: 0 };
const builtInDate: NumberStyle = { isDate: true, digits: 0 };

/** Formats that workbooks need not spell out (ECMA-376 part 1, 18.8.30), those of Chinese, Japanese and Korean with them. */
const builtInDates: readonly (readonly [first: number, last: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** The styles that cells refer to by their place. */
export const readNumberStyles = async (bytes: Uint8Array): Promise<NumberStyle[]> => {
  const told = new Map<number, NumberStyle>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  await readXml(bytes, {
    open: (name, { numFmtId: id, formatCode: code }) => {
      if (name === 'numFmt') told.set(Number(id), styleOf(code ?? ''));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) styles.push(told.get(Number(id)) ?? builtIn(Number(id)));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
};

const styleOf = (code: string): NumberStyle => ({
  isDate: isDateFormat(code),
  digits: /^0+$/.test(code) ? code.length : 0,
});

const builtIn = (id: number): NumberStyle =>
  builtInDates.some(([first, last]) => id >= first && id <= last) ? builtInDate : generalStyle;
