import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { Clock, notFound } from '@landfall/service-kit';
import { MappingOverrideStore } from '../persistence/mapping-override.store.ts';
import { RemappingStore } from '../persistence/remapping.store.ts';

/** Takes a merchant's mapping back, and has what is kept of its code read anew. */
@Injectable()
export class UnmapCodeHandler {
  constructor(
    private readonly overrides: MappingOverrideStore,
    private readonly remappings: RemappingStore,
    private readonly clock: Clock,
  ) {}

  /** Throws ProblemError 404. */
  async unmap(tx: Transaction, merchantId: string, id: string): Promise<void> {
    const mapping = await this.overrides.takeAway(tx, merchantId, id);
    if (!mapping) throw notFound('The mapping');
    this.remappings.begin(tx, mapping, this.clock.now());
  }
}
