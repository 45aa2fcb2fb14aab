import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('outbox_message')
export class OutboxMessageEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text')
  topic!: string;

  @Column('text')
  key!: string;

  @Column('text')
  headers!: string;

  @Column('text')
  data!: string;
}
