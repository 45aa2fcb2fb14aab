import { Injectable } from '@nestjs/common';
import { KnownMerchants } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock, unprocessable } from '@landfall/service-kit';
import { v7 } from 'uuid';
import { CarrierMappings } from '../carriers/carrier-mappings.ts';
import { cleanText } from '../carriers/mapping/clean-text.ts';
import { codeKey } from '../carriers/mapping/mapping.ts';
import { MappingOverrideStore } from '../persistence/mapping-override.store.ts';
import { RemappingStore } from '../persistence/remapping.store.ts';
import type { CodeMappingRequest } from './code-mapping.request.ts';
import { requestedReading } from './requested-reading.ts';

/** Notes what a code means to a merchant, and has what is kept of it read anew. */
@Injectable()
export class MapCodeHandler {
  constructor(
    private readonly mappings: CarrierMappings,
    private readonly overrides: MappingOverrideStore,
    private readonly remappings: RemappingStore,
    private readonly merchants: KnownMerchants,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws ProblemError 400 where fields do not go together, 422 `unknown_sender`.
   * @returns the mapping's id: that of an earlier one of the code, which it takes the place of
   */
  async map(tx: Transaction, merchantId: string, request: CodeMappingRequest): Promise<string> {
    const reading = requestedReading(request);
    const { sender } = request;
    if (!this.mappings.get(sender))
      throw unprocessable('unknown_sender', `Nothing is read of ${sender}.`, [
        { pointer: '/sender', detail: `must be one of landfall, epcis, ${this.mappings.senders.join(', ')}` },
      ]);
    const now = this.clock.now();
    const code = codeKey(cleanText(request.code) ?? '');
    const mapped = { merchantId, sender, code };
    this.merchants.remember(tx, [merchantId]);
    const id = await this.overrides.put(tx, {
      ...mapped,
      id: v7({ msecs: now.getTime() }),
      reading,
      mappedAt: now,
    });
    this.remappings.begin(tx, mapped, now);
    return id;
  }
}
