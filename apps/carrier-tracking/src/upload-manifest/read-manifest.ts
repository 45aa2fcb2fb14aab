import { ProblemError, validationFailed } from '@landfall/service-kit';
import { findHeader, knownHeaders, readTable, TableError, type TableOptions } from '@landfall/tables';
import { agreeRows, type RefusedRow } from './agree-rows.ts';
import { manifestColumns } from './manifest-columns.ts';
import { readManifestRow, type ManifestRow } from './manifest-row.ts';
import type { NamedColumns } from './named-columns.ts';

/** Rows that a manifest may have, header and titles counted, blank ones not. */
export const mostManifestRows = 50_000;

export interface Manifest {
  taken: ManifestRow[];
  /** In the order of the file. */
  refused: RefusedRow[];
}

export interface ManifestFile {
  bytes: Uint8Array;
  charset: string | undefined;
  named: NamedColumns;
}

/**
 * Reads a manifest (CSV or .xlsx): the rows that can be taken, and why the others cannot.
 * Throws ProblemError where nothing of the file can be used: 400 `wrong_encoding`, `malformed_csv`, `malformed_workbook`,
 * `columns_not_found`, 413 `table_too_large`, 415 `unsupported_file`.
 */
export const readManifest = async ({ bytes, charset, named }: ManifestFile): Promise<Manifest> => {
  const header = await headerOf(
    bytes,
    {
      charset,
      charsetHint: 'Content-Type: text/csv; charset=gbk',
      knows: knownHeaders(manifestColumns, named),
      mostRows: mostManifestRows,
    },
    named,
  );
  if (!header.ok) throw columnsNotFound(header.faults);
  const { weight, weightGrams, weightKg } = header.columns;
  if (weight && !weightGrams && !weightKg)
    throw columnsNotFound([
      {
        field: 'weightGrams',
        detail: `“${weight.header}” does not say its unit: name it as weightKg or as weightGrams`,
      },
    ]);
  const read = header.below.map((row) => readManifestRow(row, header.columns));
  const agreed = agreeRows(read.flatMap((row) => (row.ok ? [row.value] : [])));
  const unreadable = read.flatMap((row) =>
    row.ok ? [] : [{ row: row.row, error: validationFailed(row.faults) }],
  );
  return {
    taken: agreed.taken,
    refused: [...unreadable, ...agreed.refused].sort((a, b) => a.row - b.row),
  };
};

const statusOf = { table_too_large: 413, unsupported_file: 415 } as const satisfies Partial<
  Record<TableError['fault'], number>
>;

const headerOf = async (bytes: Uint8Array, options: TableOptions, named: NamedColumns) => {
  try {
    return findHeader(await readTable(bytes, options), manifestColumns, named);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const { fault, message } = error;
    throw new ProblemError({
      status: fault in statusOf ? statusOf[fault as keyof typeof statusOf] : 400,
      code: fault,
      title: 'The file cannot be read',
      detail: message,
    });
  }
};

const columnsNotFound = (faults: readonly { field: string; detail: string }[]): ProblemError =>
  new ProblemError({
    status: 400,
    code: 'columns_not_found',
    title: 'The file cannot be read',
    detail:
      'Its header is not clear. Name the columns yourself: ?columns={"trackingNumber": "header of the column"}',
    errors: faults.map(({ field, detail }) => ({ pointer: `/columns/${field}`, detail })),
  });
