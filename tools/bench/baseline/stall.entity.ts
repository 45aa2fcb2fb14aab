import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That nothing has been heard of a parcel for too long. */
@Entity('stall')
export class StallEntity {
  @PrimaryColumn('uuid', { name: 'parcel_id' })
  parcelId!: string;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;
}
