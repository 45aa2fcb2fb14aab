export {
  describeColumn,
  findHeader,
  type Column,
  type ColumnKind,
  type Columns,
  type FoundHeader,
} from './find-header.ts';
export { readTable } from './read-table.ts';
export { StoredNumber, TableError, Unreadable, type Cell, type Row, type TableFault } from './table.ts';
