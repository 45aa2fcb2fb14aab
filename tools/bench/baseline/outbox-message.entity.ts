import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('outbox')
export class OutboxMessageEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('smallint')
  shard!: number;

  @Column('text')
  topic!: string;

  @Column('text')
  key!: string;

  @Column('text')
  headers!: string;

  @Column('text')
  data!: string;
}
