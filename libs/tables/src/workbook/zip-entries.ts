import { unzipSync, type Unzipped } from 'fflate';
import { TableError } from '../table.ts';

/** Bytes that the parts of a workbook which are read may unpack to, together. */
export const largestWorkbook = 128 * 1024 * 1024;

/**
 * Unpacks entries of a ZIP file. Each gets the room that the directory says it needs and no more, so that a bomb neither
 * tells nor takes more than is allowed. Throws TableError `table_too_large` or `malformed_workbook`.
 */
export const unpack = (bytes: Uint8Array, isWanted: (path: string) => boolean): Unzipped => {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!isWanted(name)) return false;
        total += originalSize;
        if (total > largestWorkbook)
          throw new TableError(
            'table_too_large',
            `The sheet unpacks to more than ${largestWorkbook / 1024 / 1024} MiB: divide it, or send it as CSV.`,
          );
        return true;
      },
    });
  } catch (error) {
    if (error instanceof TableError) throw error;
    throw new TableError('malformed_workbook', 'The workbook is damaged: open it and save it again.', {
      cause: error,
    });
  }
};
