/** What is wrong with a mapping file, and where. */
export interface LocatedFault {
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  /** JSON pointer into the file. */
  pointer: string;
  message: string;
}

export const faultText = ({ file, line, column, pointer, message }: LocatedFault): string =>
  `${file}:${line}:${column} ${pointer || '/'} ${message}`;

/** Mapping files that cannot be used; the message names every fault with file, line and column. */
export class MappingFilesError extends Error {
  readonly faults: readonly LocatedFault[];

  constructor(faults: readonly LocatedFault[]) {
    super(`Mapping files cannot be used:\n${faults.map((fault) => `  ${faultText(fault)}`).join('\n')}`);
    this.faults = faults;
  }
}
