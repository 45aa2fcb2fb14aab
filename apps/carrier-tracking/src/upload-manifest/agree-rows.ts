import { conflict, ProblemError } from '@landfall/service-kit';
import { toldNumberOf } from '../units/told-number.ts';
import type { ManifestRow } from './manifest-row.ts';

/** A row that is not taken, and why. */
export interface RefusedRow {
  row: number;
  error: ProblemError;
}

export interface AgreedRows {
  taken: ManifestRow[];
  refused: RefusedRow[];
}

const described = ['flightOrVoyage', 'etd', 'eta', 'mode'] as const;

/**
 * Leaves out the rows of a manifest that contradict an earlier one: a waybill with another flight, a bag under another
 * waybill, a parcel in another bag. A row that is only repeated contradicts nothing.
 */
export const agreeRows = (rows: readonly ManifestRow[]): AgreedRows => {
  const waybills = new Map<string, ManifestRow>();
  const bags = new Map<string, ManifestRow>();
  const parcels = new Map<string, ManifestRow>();
  const agreed: AgreedRows = { taken: [], refused: [] };
  for (const row of rows) {
    const waybill = toldNumberOf(row.mawb);
    const bag = row.bag === null ? null : toldNumberOf(row.bag);
    const contradicted =
      contradictionOf(row, waybills.get(waybill), described) ??
      otherKind(row, waybill, bag, waybills, bags) ??
      (bag === null ? undefined : otherPlace(row, bags.get(bag), 'bag', 'mawb')) ??
      otherPlace(row, parcels.get(row.number), 'trackingNumber', 'mawb') ??
      otherPlace(row, parcels.get(row.number), 'trackingNumber', 'bag');
    if (contradicted) {
      agreed.refused.push({ row: row.row, error: contradicted });
      continue;
    }
    waybills.set(waybill, completed(waybills.get(waybill) ?? row, row));
    if (bag !== null && !bags.has(bag)) bags.set(bag, row);
    if (!parcels.has(row.number)) parcels.set(row.number, row);
    agreed.taken.push(row);
  }
  return agreed;
};

/** What is known of a waybill, each value with the row that told it first. */
const completed = (known: ManifestRow, row: ManifestRow): ManifestRow => ({
  ...known,
  flightOrVoyage: known.flightOrVoyage ?? row.flightOrVoyage,
  etd: known.etd ?? row.etd,
  eta: known.eta ?? row.eta,
  mode: known.mode ?? row.mode,
});

const contradictionOf = (
  row: ManifestRow,
  known: ManifestRow | undefined,
  fields: readonly (typeof described)[number][],
): ProblemError | undefined => {
  const field = fields.find(
    (one) => known && row[one] !== null && known[one] !== null && textOf(row[one]) !== textOf(known[one]),
  );
  if (!known || !field) return undefined;
  return contradicts(row, field, `${row.mawb} has ${textOf(known[field])} in an earlier row`);
};

/** The same name for a waybill and for a bag: it would be in itself, or two units. */
const otherKind = (
  row: ManifestRow,
  waybill: string,
  bag: string | null,
  waybills: ReadonlyMap<string, ManifestRow>,
  bags: ReadonlyMap<string, ManifestRow>,
): ProblemError | undefined => {
  if (bag !== null && (bag === waybill || waybills.has(bag)))
    return contradicts(row, 'bag', `${row.bag} is the name of a waybill`);
  if (bags.has(waybill)) return contradicts(row, 'mawb', `${row.mawb} is the name of a bag`);
  return undefined;
};

const otherPlace = (
  row: ManifestRow,
  known: ManifestRow | undefined,
  what: 'bag' | 'trackingNumber',
  place: 'mawb' | 'bag',
): ProblemError | undefined => {
  if (!known || toldNumberOf(row[place] ?? '') === toldNumberOf(known[place] ?? '')) return undefined;
  const name = what === 'bag' ? row.bag : row.number;
  return contradicts(
    row,
    what,
    `${name} stands in row ${known.row} with the ${place} ${known[place] ?? '(none)'}`,
  );
};

const contradicts = (row: ManifestRow, field: string, detail: string): ProblemError => {
  const { status, code, title } = conflict('contradicts_manifest', detail);
  const errors = [{ pointer: `/${row.row}/${field}`, detail }];
  return new ProblemError({ status, code, title, detail: 'The row contradicts an earlier one.', errors });
};

const textOf = (value: string | Date | null): string =>
  value instanceof Date ? value.toISOString() : String(value);
