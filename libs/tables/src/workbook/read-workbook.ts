import { TableError, type Row } from '../table.ts';
import { readNumberStyles } from './number-styles.ts';
import { hasCells, readSheet } from './read-sheet.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readXml } from './xml-events.ts';
import { unpack } from './zip-entries.ts';

/** Which of a workbook's sheets is read: the first visible one, the only visible one with cells, or the one of this name. */
export type SheetChoice = 'first' | 'only' | { name: string };

interface Sheet {
  name: string;
  path: string;
  isHidden: boolean;
}

interface WorkbookIndex {
  sheets: Sheet[];
  /** Where the texts are that cells share, and their styles. */
  strings: string | undefined;
  styles: string | undefined;
  from1904: boolean;
}

const workbookPath = 'xl/workbook.xml';
const relationsPath = 'xl/_rels/workbook.xml.rels';

/**
 * The rows of a sheet of an Excel workbook (ECMA-376, .xlsx).
 * Throws TableError `unsupported_file`, `malformed_workbook`, `table_too_large`, `sheet_not_found` where none has the name, and
 * `sheet_not_named` where it is not clear which is meant.
 */
export const readWorkbook = async (
  bytes: Uint8Array,
  choice: SheetChoice,
  mostRows: number,
): Promise<Row[]> => {
  const index = await indexOf(bytes);
  const { strings, styles, from1904 } = index;
  const sheets = candidatesOf(index.sheets, choice).map(({ path }) => path);
  const parts = unpack(bytes, (path) => sheets.includes(path) || path === strings || path === styles);
  const sheet = choice === 'only' ? await onlyWithCells(sheets, parts) : partOf(parts, sheets[0] ?? '');
  const shared = {
    texts: strings !== undefined && parts[strings] ? await readSharedStrings(parts[strings]) : [],
    styles: styles !== undefined && parts[styles] ? await readNumberStyles(parts[styles]) : [],
    from1904,
  };
  return readSheet(sheet, shared, mostRows);
};

type Parts = Readonly<Record<string, Uint8Array>>;

const partOf = (parts: Parts, path: string): Uint8Array => {
  const part = parts[path];
  if (part) return part;
  throw new TableError('unsupported_file', 'The file is no Excel workbook: send .xlsx or CSV.');
};

const candidatesOf = (sheets: readonly Sheet[], choice: SheetChoice): Sheet[] => {
  if (typeof choice === 'object') {
    const named = sheets.filter(({ name }) => name === choice.name);
    if (named.length > 0) return named;
    throw new TableError('sheet_not_found', 'The workbook has no sheet of that name.');
  }
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  if (visible.length > 0) return visible.slice(0, choice === 'first' ? 1 : visible.length);
  throw new TableError('malformed_workbook', 'The workbook has no visible sheet.');
};

const onlyWithCells = async (paths: readonly string[], parts: Parts): Promise<Uint8Array> => {
  let only: Uint8Array | undefined;
  for (const path of paths) {
    const sheet = partOf(parts, path);
    if (!(await hasCells(sheet))) continue;
    if (only)
      throw new TableError('sheet_not_named', 'The workbook has several sheets with cells: name one.');
    only = sheet;
  }
  if (only) return only;
  throw new TableError('sheet_not_named', 'The workbook has no cells.');
};

const indexOf = async (bytes: Uint8Array): Promise<WorkbookIndex> => {
  const parts = unpack(bytes, (path) => path === workbookPath || path === relationsPath);
  const workbook = partOf(parts, workbookPath);
  const paths = new Map<string, string>();
  const index: WorkbookIndex = { sheets: [], strings: undefined, styles: undefined, from1904: false };
  await readXml(partOf(parts, relationsPath), {
    open: (name, { Id: id, Type: type = '', Target: target }) => {
      if (name !== 'Relationship' || id === undefined || target === undefined) return;
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
      paths.set(id, path);
      if (type.endsWith('/sharedStrings')) index.strings = path;
      else if (type.endsWith('/styles')) index.styles = path;
    },
  });
  await readXml(workbook, {
    open: (element, attributes) => {
      if (element === 'workbookPr') index.from1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
      if (element !== 'sheet') return;
      const { name = '', state = '' } = attributes;
      const [, relation = ''] = Object.entries(attributes).find(([key]) => key.endsWith(':id')) ?? [];
      index.sheets.push({ name, path: paths.get(relation) ?? '', isHidden: /hidden/i.test(state) });
    },
  });
  return index;
};
