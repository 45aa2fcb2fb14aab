import { dateFromSerial } from 'numfmt';
import { StoredDate, StoredNumber, Unreadable, type Cell } from '../table.ts';
import type { NumberStyle } from './number-styles.ts';

/** Of a number; spreadsheet programs keep no more. */
const mostDigits = 15;
/** Days between the two epochs of workbooks. */
const daysTo1904 = 1_462;
/** 31 December 9999, the last day of a workbook. */
const lastDay = 2_958_465;

/** @param text of the cell's value @param from1904 whether the workbook counts days from 1904 */
export const numberCell = (text: string, { isDate, digits }: NumberStyle, from1904: boolean): Cell => {
  const value = Number(text);
  if (!Number.isFinite(value)) return new Unreadable('holds a number that cannot be read: enter it again');
  if (isDate) return dateCell(value + (from1904 ? daysTo1904 : 0));
  const decimal = String(Number(value.toPrecision(mostDigits)));
  if (/e/i.test(decimal) || Math.abs(value) >= 10 ** mostDigits)
    return new Unreadable(
      'is a number of more digits than a spreadsheet keeps: format the column as text and enter it again',
    );
  return new StoredNumber(decimal.padStart(Math.min(digits, mostDigits), '0'));
};

const dateCell = (serial: number): Cell => {
  if (serial < 1) return new Unreadable('holds a time without a day');
  if (serial >= lastDay + 1) return new Unreadable('holds a date that does not exist: enter it again');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = dateFromSerial(serial);
  return new StoredDate({ year, month, day, hour, minute, second });
};
