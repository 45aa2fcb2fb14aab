import { Injectable } from '@nestjs/common';
import type { ScanDto } from './scan.dto.ts';

/** A scan whose effect has been committed: tracking number and RFC 3339 time. */
export interface VisibleScan {
  readonly visible: readonly [trackingNumber: string, occurredAt: string];
}

/** Tells the benchmark of each scan that has been committed, if it shall. */
@Injectable()
export class VisibleScans {
  constructor(private readonly telling: boolean) {}

  committed({ trackingNumber, occurredAt }: ScanDto): void {
    if (this.telling) process.send?.({ visible: [trackingNumber, occurredAt] } satisfies VisibleScan);
  }
}
