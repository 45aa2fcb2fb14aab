import { Module } from '@nestjs/common';
import { KeptScanStore } from './kept-scan.store.ts';
import { TrackedParcelStore } from './tracked-parcel.store.ts';
import { TrackingNumberStore } from './tracking-number.store.ts';
import { UnknownCodeStore } from './unknown-code.store.ts';

const stores = [KeptScanStore, TrackedParcelStore, TrackingNumberStore, UnknownCodeStore];

@Module({ providers: stores, exports: stores })
export class StoresModule {}
