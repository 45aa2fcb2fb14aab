export {
  describeColumn,
  findHeader,
  knownHeaders,
  type Column,
  type ColumnKind,
  type Columns,
  type FoundHeader,
} from './find-header.ts';
export { isWorkbook, readTable, type TableOptions } from './read-table.ts';
export {
  StoredDate,
  StoredNumber,
  TableError,
  Unreadable,
  type Cell,
  type Row,
  type TableFault,
  type WallTime,
} from './table.ts';
