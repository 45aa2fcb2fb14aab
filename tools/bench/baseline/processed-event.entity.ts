import { Entity, PrimaryColumn } from 'typeorm';

@Entity('processed_event')
export class ProcessedEventEntity {
  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId!: string;
}
