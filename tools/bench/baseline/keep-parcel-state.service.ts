import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { parcelStatesTopic } from '@landfall/contracts';
import { DataSource } from 'typeorm';
import { v5 } from 'uuid';
import { advance, stateChanged } from '../../workload/parcel-state.ts';
import { OutboxMessageEntity } from './outbox-message.entity.ts';
import { ParcelStateEntity } from './parcel-state.entity.ts';
import { ProcessedEventEntity } from './processed-event.entity.ts';
import type { ScanDto } from './scan.dto.ts';

const namespace = '0b8dd1f6-6c6a-4d3f-8f6e-2f6f4a4c9f10';

/**
 * Exactly-once effect by the book: processed event, state and outbox row in one transaction an event. `save()` of an
 * entity with its key is a SELECT and an INSERT or UPDATE. Two at once with one event: the later one fails on the key,
 * and is delivered again.
 */
@Injectable()
export class KeepParcelStateService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Resolves to false when the event had been applied before. */
  async apply(eventId: string, merchantId: string, scan: ScanDto): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const processed = manager.getRepository(ProcessedEventEntity);
      if (await processed.existsBy({ eventId })) return false;
      await processed.save({ eventId });
      const states = manager.getRepository(ParcelStateEntity);
      const known = await states.findOne({
        where: { parcelId: scan.parcelId },
        lock: { mode: 'pessimistic_write' },
      });
      const parcel = await states.save(states.create(advance(known ?? undefined, merchantId, scan)));
      await manager.getRepository(OutboxMessageEntity).save({
        topic: parcelStatesTopic.name,
        key: parcel.parcelId,
        headers: JSON.stringify(headersOf(parcel)),
        data: JSON.stringify(stateChanged(parcel)),
      });
      return true;
    });
  }
}

const headersOf = ({ parcelId, merchantId, version }: ParcelStateEntity): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: v5(`${parcelId} ${version}`, namespace),
  ce_type: 'parcel.state_changed',
  ce_source: 'baseline',
  ce_subject: parcelId,
  ce_time: new Date().toISOString(),
  ce_version: String(version),
  'content-type': 'application/json',
  ce_merchantid: merchantId,
});
