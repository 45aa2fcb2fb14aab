import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { parcelStatesTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';

/** Counts every version of every parcel, and notes those that come after a later one. */
@Controller()
export class FollowStatesConsumer {
  @ConsumeBatch(parcelStatesTopic)
  async follow(
    @Payload() events: ReceivedEvent<typeof parcelStatesTopic>[],
    @Ctx() { tx }: BatchContext,
  ): Promise<void> {
    const parcels = [...new Set(events.map((event) => event.subject))];
    const rows = await tx.query<{ parcel_id: string; latest: number }>(
      'SELECT parcel_id, max(version) AS latest FROM told WHERE parcel_id = ANY($1::uuid[]) GROUP BY parcel_id',
      [parcels],
    );
    const latest = new Map(rows.map((row) => [row.parcel_id, row.latest]));
    for (const { subject, version, data } of events) {
      if (version < (latest.get(subject) ?? 0))
        tx.execute('INSERT INTO out_of_order VALUES ($1, $2)', [subject, version]);
      latest.set(subject, Math.max(version, latest.get(subject) ?? 0));
      tx.execute(
        `INSERT INTO told VALUES ($1, $2, 1, $3, $4)
         ON CONFLICT (parcel_id, version) DO UPDATE SET times = told.times + 1`,
        [subject, version, data.state, data.lastEventAt],
      );
    }
  }
}
