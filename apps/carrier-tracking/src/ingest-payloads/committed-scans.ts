import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { CONFIG, Gauges } from '@landfall/service-kit';
import type { CarrierTrackingConfig } from '../carrier-tracking.settings.ts';
import { keptScanKey, type KeptScan } from '../scans/kept-scan.ts';

type Identity = Pick<KeptScan, 'number' | 'scanId' | 'onlyMerchant'>;

/** Where a record stands in its partition's log. */
interface Place {
  partition: number;
  offset: string;
}

/**
 * Scans that this process has seen committed, so that their repeats need not ask Postgres. It only ever says "known for
 * sure": what it has lost, or never had, is asked. Two generations of at most half of KNOWN_SCANS_IN_MEMORY each; the older one goes
 * when the younger is full, and what is asked for stays young.
 */
@Injectable()
export class CommittedScans {
  private readonly mostOfGeneration: number;
  private young = new Set<string>();
  private old = new Set<string>();
  /** By partition, the last offset whose effects were committed. */
  private readonly committedUpTo = new Map<number, bigint>();
  private told = 0;
  private known = 0;

  constructor(@Inject(CONFIG) config: CarrierTrackingConfig, gauges: Gauges) {
    this.mostOfGeneration = Math.floor(config.KNOWN_SCANS_IN_MEMORY / 2);
    gauges.add({
      name: 'landfall_scans_told',
      help: 'Scans that payloads have told since the start, repeats included.',
      read: () => this.told,
    });
    gauges.add({
      name: 'landfall_scans_known_in_memory',
      help: 'Those of them that were known without asking Postgres.',
      read: () => this.known,
    });
  }

  /** How many scans have been told, and how many of them were known here, since the start. */
  get counts(): { told: number; known: number } {
    return { told: this.told, known: this.known };
  }

  /**
   * Hears of records before their scans are looked for. One that was committed before comes again only when the fence has gone
   * back, as with a backup that was restored: nothing is known for sure then.
   */
  receive(places: readonly Place[]): void {
    const isAgain = ({ partition, offset }: Place) =>
      BigInt(offset) <= (this.committedUpTo.get(partition) ?? -1n);
    if (places.some(isAgain)) this.forgetAll();
  }

  /** Whether a scan has been committed for sure. */
  has(scan: Identity): boolean {
    const key = keptScanKey(scan);
    this.told += 1;
    if (this.young.has(key)) this.known += 1;
    else if (this.old.has(key)) {
      this.known += 1;
      this.add(key);
    } else return false;
    return true;
  }

  /** Knows scans, which are stored or were found stored, once the transaction has been committed. */
  addAfterCommit(tx: Transaction, places: readonly Place[], scans: readonly Identity[]): void {
    const keys = scans.map(keptScanKey);
    tx.afterCommit(() => {
      for (const { partition, offset } of places)
        if (BigInt(offset) > (this.committedUpTo.get(partition) ?? -1n))
          this.committedUpTo.set(partition, BigInt(offset));
      for (const key of keys) this.add(key);
    });
  }

  private add(key: string): void {
    if (this.mostOfGeneration === 0) return;
    if (this.young.size >= this.mostOfGeneration) {
      this.old = this.young;
      this.young = new Set();
    }
    this.young.add(key);
  }

  private forgetAll(): void {
    this.young.clear();
    this.old.clear();
    this.committedUpTo.clear();
  }
}
