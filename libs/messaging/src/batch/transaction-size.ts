import type { RawRecord } from '../events/cloud-event.ts';

/** More in one transaction saves nothing, and holds its locks and its memory longer. */
const mostRecords = 1_000;
const mostBytes = 2_000_000;

/** How much of the log is applied together. */
export class TransactionSize {
  private records = 0;
  private bytes = 0;

  /** Adds records to it. */
  add(records: readonly RawRecord[]): this {
    this.records += records.length;
    for (const { value } of records) this.bytes += value?.length ?? 0;
    return this;
  }

  isTooMuch(): boolean {
    return this.records > mostRecords || this.bytes > mostBytes;
  }
}

/** Cuts what was fetched of a partition into the parts that each are one transaction, none of them empty. */
export const partsOf = <T extends RawRecord>(fetched: readonly T[]): T[][] => {
  const parts: T[][] = [];
  let size = new TransactionSize();
  for (const record of fetched) {
    const part = parts.at(-1);
    if (part && !size.add([record]).isTooMuch()) part.push(record);
    else {
      parts.push([record]);
      size = new TransactionSize().add([record]);
    }
  }
  return parts;
};
