import { codeKey } from '../carriers/mapping/mapping.ts';
import type { CodeOverrides } from '../carriers/payload-reader.ts';
import type { Reading } from './scan.ts';

/** What senders' codes mean to single merchants who have said so. */
export class MerchantCodes {
  private readonly tables = new Map<string, Map<string, Reading | null>>();

  add(merchantId: string, sender: string, code: string, reading: Reading | null): void {
    const key = `${merchantId} ${sender}`;
    const table = this.tables.get(key) ?? new Map<string, Reading | null>();
    this.tables.set(key, table.set(codeKey(code), reading));
  }

  /** A merchant's own table of a sender's codes, by `codeKey`; undefined without one. */
  of(merchantId: string, sender: string): CodeOverrides | undefined {
    return this.tables.get(`${merchantId} ${sender}`);
  }

  /** The reading to tell a merchant of: his own of the code, else the sender's; null where it is no scan to him. */
  readingFor(
    merchantId: string,
    { sender, rawCode, reading }: { sender: string; rawCode: string | null; reading: Reading },
  ): Reading | null {
    const own = rawCode === null ? undefined : this.of(merchantId, sender)?.get(codeKey(rawCode));
    return own === undefined ? reading : own;
  }
}
