import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A parcel that is looked at again at an instant. */
@Entity('due_parcel')
export class DueParcelEntity {
  @PrimaryColumn('uuid', { name: 'parcel_id' })
  parcelId!: string;

  @Column('uuid', { name: 'merchant_id' })
  merchantId!: string;

  @Column('timestamptz', { name: 'last_event_at' })
  lastEventAt!: Date;

  @Index()
  @Column('timestamptz', { name: 'next_due_at', nullable: true })
  nextDueAt!: Date | null;

  @Column('integer')
  version!: number;
}
