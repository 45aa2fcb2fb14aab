import { transportModes } from '@landfall/contracts';
import { checkInstant, type FieldError } from '@landfall/service-kit';
import {
  describeColumn,
  StoredDate,
  StoredNumber,
  Unreadable,
  type Cell,
  type Columns,
  type Row,
} from '@landfall/tables';
import { normaliseNumber } from '../scans/tracking-number.ts';
import type { Unit } from '../units/unit.ts';
import type { ManifestField } from './manifest-columns.ts';

/** A parcel as a manifest names it. */
export interface ManifestRow {
  /** As spreadsheet programs number it. */
  row: number;
  mawb: string;
  /** Null: it is in no bag. */
  bag: string | null;
  /** Normalised. */
  number: string;
  carrier: string | null;
  weightGrams: number | null;
  flightOrVoyage: string | null;
  etd: Date | null;
  eta: Date | null;
  mode: Unit['mode'];
}

export type ReadRow = { ok: true; value: ManifestRow } | { ok: false; row: number; faults: FieldError[] };

/** Names and numbers may have so many characters, as everywhere. */
const longest = 64;
const mostGrams = 100_000_000;

/** Reads a row of a manifest; the pointers of its faults begin with its number. */
export const readManifestRow = ({ number: row, cells }: Row, columns: Columns<ManifestField>): ReadRow => {
  const faults: FieldError[] = [];
  const read = <Value>(field: ManifestField, reader: (cell: Cell) => Value | Fault): Value | null => {
    const column = columns[field];
    const cell = column && cells[column.index];
    if (!column || cell === undefined || cell === '') return null;
    const value = cell instanceof Unreadable ? new Fault(cell.because) : reader(cell);
    if (!(value instanceof Fault)) return value;
    faults.push({ pointer: `/${row}/${field}`, detail: `${describeColumn(column)} ${value.detail}` });
    return null;
  };
  const require = (field: ManifestField, reader: (cell: Cell) => string | Fault): string => {
    const before = faults.length;
    const text = read(field, reader);
    const column = columns[field];
    if (text === null && faults.length === before && column)
      faults.push({ pointer: `/${row}/${field}`, detail: `${describeColumn(column)} must not be blank` });
    return text ?? '';
  };
  const value: ManifestRow = {
    row,
    mawb: require('mawb', waybillOf),
    bag: read('bag', nameOf),
    number: require('trackingNumber', numberOf),
    carrier: read('carrier', nameOf),
    weightGrams:
      read('weightGrams', (cell) => gramsOf(cell, 1)) ?? read('weightKg', (cell) => gramsOf(cell, 1_000)),
    flightOrVoyage: read('flightOrVoyage', nameOf),
    etd: read('etd', instantOf),
    eta: read('eta', instantOf),
    mode: read('mode', modeOf),
  };
  return faults.length === 0 ? { ok: true, value } : { ok: false, row, faults };
};

class Fault {
  constructor(readonly detail: string) {}
}

const lostDigits =
  'is stored as a number, which has lost digits: format the column as text and enter it again';

const textOf = (cell: Cell): string | Fault => {
  if (typeof cell === 'string') return cell;
  if (cell instanceof StoredNumber) return /^\d{1,15}$/.test(cell.text) ? cell.text : new Fault(lostDigits);
  if (cell instanceof StoredDate) return new Fault('is a date: format the column as text and enter it again');
  return new Fault(cell.because);
};

const nameOf = (cell: Cell): string | Fault => {
  const text = textOf(cell);
  if (text instanceof Fault) return text;
  if (text.length > longest) return new Fault(`must have ${longest} characters at most`);
  if (text.includes('\0') || !text.isWellFormed())
    return new Fault('must be well-formed Unicode without the NUL character');
  return text;
};

const numberOf = (cell: Cell): string | Fault => {
  const text = nameOf(cell);
  return text instanceof Fault ? text : normaliseNumber(text) || new Fault('must not be blank');
};

/** Numbers have no leading zeros, and waybills of some airlines begin with one. */
const waybillOf = (cell: Cell): string | Fault =>
  cell instanceof StoredNumber && !/^\d{11}$/.test(cell.text)
    ? new Fault(
        'is stored as a number, which has lost zeros or digits: format the column as text and enter it again',
      )
    : nameOf(cell);

/** A comma before three digits may stand for thousands as well: that is not guessed. */
const decimal = /^(?:\d{1,9}(?:\.\d{1,9})?|\d{1,9},\d{1,2}|0,\d{1,9}|\d{1,9},\d{4,9})$/;

const gramsOf = (cell: Cell, gramsPerUnit: number): number | Fault => {
  const text = cell instanceof StoredNumber ? cell.text : textOf(cell);
  if (text instanceof Fault) return text;
  const amount =
    cell instanceof StoredNumber
      ? Number(text)
      : decimal.test(text)
        ? Number(text.replace(',', '.'))
        : Number.NaN;
  const grams = Math.round(amount * gramsPerUnit);
  return grams >= 0 && grams <= mostGrams
    ? grams
    : new Fault(
        'must be a weight such as 0.35: digits with a decimal point, without unit and thousands separators',
      );
};

const instantOf = (cell: Cell): Date | Fault => {
  if (cell instanceof StoredNumber || cell instanceof StoredDate)
    return new Fault(
      'is a date without a time zone: write it as text with its offset, such as 2026-11-22T16:22:00+08:00',
    );
  const text = textOf(cell);
  if (text instanceof Fault) return text;
  const fault = checkInstant(text, {});
  return fault === undefined ? new Date(text) : new Fault(fault);
};

const modeOf = (cell: Cell): NonNullable<Unit['mode']> | Fault => {
  const text = textOf(cell);
  if (text instanceof Fault) return text;
  const mode = transportModes.find((one) => one === text.toLowerCase());
  return mode ?? new Fault(`must be one of ${transportModes.join(', ')}`);
};
