import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { MerchantCodes } from '../scans/merchant-codes.ts';
import type { Reading } from '../scans/scan.ts';

interface Row {
  merchant_id: string;
  sender: string;
  code: string;
  reading: Reading | null;
}

/** What senders' codes mean to merchants who read them otherwise than we do. */
@Injectable()
export class MappingOverrideStore {
  /** The tables of all merchants whose rows the transaction sees. */
  async ofSenders(tx: Transaction, senders: Iterable<string>): Promise<MerchantCodes> {
    const rows = await tx.query<Row>(
      'SELECT merchant_id, sender, code, reading FROM mapping_override WHERE sender = ANY($1)',
      [[...new Set(senders)]],
    );
    const codes = new MerchantCodes();
    for (const { merchant_id, sender, code, reading } of rows) codes.add(merchant_id, sender, code, reading);
    return codes;
  }
}
