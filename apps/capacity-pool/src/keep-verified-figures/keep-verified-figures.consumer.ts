import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { scorecardsTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { VerifiedFiguresStore, type StoredFigures } from '../persistence/verified-figures.store.ts';

/** Keeps the last scorecard of every route and lane. */
@Controller()
export class KeepVerifiedFiguresConsumer {
  constructor(private readonly figures: VerifiedFiguresStore) {}

  @ConsumeBatch(scorecardsTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof scorecardsTopic>[],
    @Ctx() { tx }: BatchContext,
  ): Promise<void> {
    const wanted = events.filter(({ data }) => data.by !== 'provider');
    if (wanted.length === 0) return;
    const known = await this.figures.lock(tx, [...new Set(wanted.map(({ subject }) => subject))]);
    const changed = new Map<string, StoredFigures>();
    for (const { subject, merchantId, version, data } of wanted) {
      if (merchantId === null) throw new Error(`scorecard ${subject} names no merchant`);
      const before = changed.get(subject) ?? known.get(subject);
      if (before && before.merchantId !== merchantId)
        throw new Error(`scorecard ${subject} belongs to another merchant`);
      if (!before || before.version < version) changed.set(subject, { merchantId, version, figures: data });
    }
    if (changed.size > 0) await this.figures.write(tx, [...changed.values()]);
  }
}
