import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sweeper, type BatchContext, type DueItem, type DueSource } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { UnitFanOutStore } from '../persistence/unit-fan-out.store.ts';
import { TellMembers } from './tell-members.ts';
import { UnitWalk, type DueMember } from './unit-walk.ts';

type DueParcel = DueItem & DueMember;

/** Tells the parcels in units what was told of these: due at once, some hundred parcels a transaction. */
@Injectable()
export class UnitFanOutSource implements DueSource<DueParcel>, OnModuleInit {
  readonly name = 'unit_fan_out';

  constructor(
    private readonly sweeper: Sweeper,
    private readonly fanOuts: UnitFanOutStore,
    private readonly walk: UnitWalk,
    private readonly members: TellMembers,
  ) {}

  onModuleInit(): void {
    this.sweeper.register(this);
  }

  next(tx: Transaction): Promise<Date | null> {
    return this.fanOuts.earliest(tx);
  }

  /** What was taken has been gone past: it is told in the same transaction, or all of it is taken again. */
  async take(tx: Transaction, now: Date, limit: number): Promise<DueParcel[]> {
    const come = await this.walk.goOn(tx, now, limit);
    return come.map((member) => ({ ...member, subject: member.parcelId }));
  }

  async fire(items: DueParcel[], context: BatchContext): Promise<void> {
    await this.members.tell(items, context);
  }

  async unschedule(): Promise<void> {
    // The walk stands behind the parcel already.
  }
}
