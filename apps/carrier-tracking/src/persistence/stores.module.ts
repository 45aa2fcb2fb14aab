import { Module } from '@nestjs/common';
import { KeptScanStore } from './kept-scan.store.ts';
import { MappingOverrideStore } from './mapping-override.store.ts';
import { PollGroupStore } from './poll-group.store.ts';
import { PollStore } from './poll.store.ts';
import { PollerStore } from './poller.store.ts';
import { RemappingStore } from './remapping.store.ts';
import { ToldReadingStore } from './told-reading.store.ts';
import { TrackedParcelStore } from './tracked-parcel.store.ts';
import { TrackingNumberStore } from './tracking-number.store.ts';
import { UnitContentsStore } from './unit-contents.store.ts';
import { UnitFanOutStore } from './unit-fan-out.store.ts';
import { UnitScanToldStore } from './unit-scan-told.store.ts';
import { UnitStore } from './unit.store.ts';
import { UnmappedCodeStore } from './unmapped-code.store.ts';

const stores = [
  KeptScanStore,
  MappingOverrideStore,
  PollGroupStore,
  PollStore,
  PollerStore,
  RemappingStore,
  ToldReadingStore,
  TrackedParcelStore,
  TrackingNumberStore,
  UnitContentsStore,
  UnitFanOutStore,
  UnitScanToldStore,
  UnitStore,
  UnmappedCodeStore,
];

@Module({ providers: stores, exports: stores })
export class StoresModule {}
