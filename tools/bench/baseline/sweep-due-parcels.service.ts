import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { exceptionsTopic } from '@landfall/contracts';
import { DataSource, LessThanOrEqual } from 'typeorm';
import { v5 } from 'uuid';
import { DueParcelEntity } from './due-parcel.entity.ts';
import { OutboxMessageEntity } from './outbox-message.entity.ts';
import { StallEntity } from './stall.entity.ts';

const namespace = '2d1f0c52-8f5e-4a6b-9c39-5b7f7b0b4e11';
const parcelsAtOnce = 100;
/** The field's usual rule: nothing heard for so many days. */
const silentDays = 7;

/**
 * A job by the book: what is due is looked up, and each parcel is locked, judged and saved with what is told of it in a
 * transaction of its own.
 */
@Injectable()
export class SweepDueParcelsService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Resolves to how many were due. */
  async sweep(now: Date, concurrency: number): Promise<number> {
    let fired = 0;
    for (;;) {
      const due = await this.dataSource.getRepository(DueParcelEntity).find({
        select: { parcelId: true },
        where: { nextDueAt: LessThanOrEqual(now) },
        order: { nextDueAt: 'ASC' },
        take: parcelsAtOnce,
      });
      if (due.length === 0) return fired;
      fired += due.length;
      const worker = async (): Promise<void> => {
        for (let next = due.pop(); next; next = due.pop()) await this.look(next.parcelId, now);
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
    }
  }

  private async look(parcelId: string, now: Date): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const parcels = manager.getRepository(DueParcelEntity);
      const parcel = await parcels.findOneOrFail({
        where: { parcelId },
        lock: { mode: 'pessimistic_write' },
      });
      const stalledAt = new Date(parcel.lastEventAt.getTime() + silentDays * 86_400_000);
      if (stalledAt > now) {
        await parcels.save({ ...parcel, nextDueAt: stalledAt });
        return;
      }
      await parcels.save({ ...parcel, nextDueAt: null, version: parcel.version + 1 });
      await manager.getRepository(StallEntity).save({ parcelId, openedAt: stalledAt });
      await manager.getRepository(OutboxMessageEntity).save({
        topic: exceptionsTopic.name,
        key: parcelId,
        headers: JSON.stringify(headersOf(parcel, now)),
        data: JSON.stringify({ parcelId, code: 'leg_stalled', openedAt: stalledAt.toISOString() }),
      });
    });
  }
}

const headersOf = (
  { parcelId, merchantId, version }: DueParcelEntity,
  now: Date,
): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: v5(`${parcelId} ${version + 1}`, namespace),
  ce_type: 'exception.opened',
  ce_source: 'baseline',
  ce_subject: parcelId,
  ce_time: now.toISOString(),
  ce_version: String(version + 1),
  'content-type': 'application/json',
  ce_merchantid: merchantId,
});
