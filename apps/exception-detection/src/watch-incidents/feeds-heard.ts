import { Injectable } from '@nestjs/common';
import { HOUR_MS } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';
import { noteHeard } from '../persistence/incident.store.ts';

/** What a scan says of its feed. */
export interface Heard {
  merchantId: string;
  carrier: string;
  recordedAt: Date;
}

/** Notes in which hours carriers are heard; the same hour is written once by each process. */
@Injectable()
export class FeedsHeard {
  private noted = new Set<string>();
  private notedHour = 0;

  note(tx: Transaction, heard: readonly Heard[], now: Date): void {
    const hour = hourOf(now);
    if (hour > this.notedHour) this.noted.clear();
    this.notedHour = Math.max(hour, this.notedHour);
    const fresh = new Map<string, { merchantId: string; carrier: string; hour: number }>();
    for (const { merchantId, carrier, recordedAt } of heard) {
      const one = { merchantId, carrier, hour: hourOf(recordedAt) };
      const name = JSON.stringify(one);
      if (!this.noted.has(name)) fresh.set(name, one);
    }
    noteHeard(tx, [...fresh.values()], new Date((hour + 1) * HOUR_MS));
    tx.afterCommit(() => {
      for (const name of fresh.keys()) this.noted.add(name);
    });
  }
}

const hourOf = (instant: Date): number => Math.floor(instant.getTime() / HOUR_MS);
