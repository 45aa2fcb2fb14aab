import { codeKey } from '../carriers/mapping/mapping.ts';
import type { Reading, Scan } from './scan.ts';

/** A sender's scan as far as its merchants read it. */
export type CodedScan = Pick<Scan, 'rawCode' | 'unmapped'> & { sender: string; reading: Reading | null };

/** By what merchants map a scan, as `codeKey`: its code, else the words that stand in no table; undefined without either. */
export const mappedBy = ({ rawCode, unmapped }: Pick<Scan, 'rawCode' | 'unmapped'>): string | undefined => {
  const told = rawCode ?? unmapped?.text ?? null;
  return told === null ? undefined : codeKey(told);
};

/** What senders' codes mean to single merchants who have said so. */
export class MerchantCodes {
  private readonly tables = new Map<string, Map<string, Reading | null>>();

  add(merchantId: string, sender: string, code: string, reading: Reading | null): void {
    const key = `${merchantId} ${sender}`;
    const table = this.tables.get(key) ?? new Map<string, Reading | null>();
    this.tables.set(key, table.set(codeKey(code), reading));
  }

  /** The reading to tell a merchant of: his own of the code, else the sender's; null where it is no scan to him. */
  readingFor(merchantId: string, scan: CodedScan): Reading | null {
    const code = mappedBy(scan);
    const own = code === undefined ? undefined : this.tables.get(`${merchantId} ${scan.sender}`)?.get(code);
    return own === undefined ? scan.reading : own;
  }
}
