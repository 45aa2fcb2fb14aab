import type { Milestone, ParcelStateName } from '@landfall/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ParcelState } from '../../workload/parcel-state.ts';

@Entity('parcel_state')
export class ParcelStateEntity implements ParcelState {
  @PrimaryColumn('uuid', { name: 'parcel_id' })
  parcelId!: string;

  @Column('uuid', { name: 'merchant_id' })
  merchantId!: string;

  @Column('text')
  state!: ParcelStateName;

  @Column('text', { name: 'last_milestone' })
  lastMilestone!: Milestone;

  @Column('timestamptz', { name: 'last_event_at' })
  lastEventAt!: Date;

  @Column('timestamptz', { name: 'dispatched_at', nullable: true })
  dispatchedAt!: Date | null;

  @Column('timestamptz', { name: 'out_for_delivery_at', nullable: true })
  outForDeliveryAt!: Date | null;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt!: Date | null;

  @Column('integer')
  version!: number;
}
