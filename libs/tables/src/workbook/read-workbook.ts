import { TableError, type Row } from '../table.ts';
import { readSheet } from './read-sheet.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readXml } from './xml-events.ts';
import { unpack } from './zip-entries.ts';

const workbookPath = 'xl/workbook.xml';
const relationsPath = 'xl/_rels/workbook.xml.rels';

/**
 * The rows of the first visible sheet of an Excel workbook (ECMA-376, .xlsx).
 * Throws TableError `malformed_workbook` or `table_too_large`.
 */
export const readWorkbook = async (bytes: Uint8Array, mostRows: number): Promise<Row[]> => {
  const index = unpack(bytes, (path) => path === workbookPath || path === relationsPath);
  const { sheet, strings } = await pathsOf(partOf(index, workbookPath), partOf(index, relationsPath));
  const parts = unpack(bytes, (path) => path === sheet || path === strings);
  const texts = strings !== undefined && parts[strings] ? await readSharedStrings(parts[strings]) : [];
  return readSheet(partOf(parts, sheet), texts, mostRows);
};

const partOf = (parts: Readonly<Record<string, Uint8Array>>, path: string): Uint8Array => {
  const part = parts[path];
  if (part) return part;
  throw new TableError('unsupported_file', 'The file is no Excel workbook: send .xlsx or CSV.');
};

/** Where the first visible sheet is, and the texts that its cells share. */
const pathsOf = async (
  workbook: Uint8Array,
  relations: Uint8Array,
): Promise<{ sheet: string; strings: string | undefined }> => {
  const paths = new Map<string, string>();
  let strings: string | undefined;
  await readXml(relations, {
    open: (name, { Id: id, Type: type = '', Target: target }) => {
      if (name !== 'Relationship' || id === undefined || target === undefined) return;
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
      paths.set(id, path);
      if (type.endsWith('/sharedStrings')) strings = path;
    },
  });
  const sheets: string[] = [];
  await readXml(workbook, {
    open: (name, attributes) => {
      if (name !== 'sheet' || /hidden/i.test(attributes['state'] ?? '')) return;
      const [, relation = ''] = Object.entries(attributes).find(([key]) => key.endsWith(':id')) ?? [];
      sheets.push(paths.get(relation) ?? '');
    },
  });
  const [sheet] = sheets;
  if (sheet === undefined) throw new TableError('malformed_workbook', 'The workbook has no visible sheet.');
  return { sheet, strings };
};
