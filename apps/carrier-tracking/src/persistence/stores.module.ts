import { Module } from '@nestjs/common';
import { KeptScanStore } from './kept-scan.store.ts';
import { MappingOverrideStore } from './mapping-override.store.ts';
import { PollGroupStore } from './poll-group.store.ts';
import { PollStore } from './poll.store.ts';
import { PollerStore } from './poller.store.ts';
import { TrackedParcelStore } from './tracked-parcel.store.ts';
import { TrackingNumberStore } from './tracking-number.store.ts';
import { UnitContentsStore } from './unit-contents.store.ts';
import { UnitFanOutStore } from './unit-fan-out.store.ts';
import { UnitScanToldStore } from './unit-scan-told.store.ts';
import { UnitStore } from './unit.store.ts';
import { UnknownCodeStore } from './unknown-code.store.ts';

const stores = [
  KeptScanStore,
  MappingOverrideStore,
  PollGroupStore,
  PollStore,
  PollerStore,
  TrackedParcelStore,
  TrackingNumberStore,
  UnitContentsStore,
  UnitFanOutStore,
  UnitScanToldStore,
  UnitStore,
  UnknownCodeStore,
];

@Module({ providers: stores, exports: stores })
export class StoresModule {}
