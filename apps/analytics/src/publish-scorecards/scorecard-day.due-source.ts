import { Injectable, type OnModuleInit } from '@nestjs/common';
import { scorecardsTopic } from '@landfall/contracts';
import { outgoing, Sweeper, type BatchContext, type DueItem, type DueSource } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { FactsStore } from '../persistence/facts.store.ts';
import { ReviewsStore } from '../persistence/reviews.store.ts';
import { RoutesStore } from '../persistence/routes.store.ts';
import { ScorecardsStore } from '../persistence/scorecards.store.ts';
import { judge, nextMaturityDay } from '../scorecard/maturity.ts';
import { computeScorecards, scorecardKinds } from '../scorecard/scorecard.ts';
import { changedScorecards } from './changed-scorecards.ts';

/**
 * Makes a merchant's scorecards again at the midnight UTC after its facts changed, then on each day on which another
 * parcel matures, and tells those that differ from the last ones told.
 */
@Injectable()
export class ScorecardDay implements DueSource, OnModuleInit {
  readonly name = 'scorecard_day';

  constructor(
    private readonly sweeper: Sweeper,
    private readonly facts: FactsStore,
    private readonly routes: RoutesStore,
    private readonly scorecards: ScorecardsStore,
    private readonly reviews: ReviewsStore,
  ) {}

  onModuleInit(): void {
    this.sweeper.register(this);
  }

  next(tx: Transaction): Promise<Date | null> {
    return this.reviews.earliest(tx);
  }

  take(tx: Transaction, now: Date, limit: number): Promise<DueItem[]> {
    return this.reviews.take(tx, now, limit);
  }

  async fire(items: DueItem[], context: BatchContext): Promise<void> {
    for (const { merchantId } of items) await this.review(merchantId, context);
  }

  unschedule(tx: Transaction, { merchantId }: DueItem): Promise<void> {
    return this.reviews.schedule(tx, merchantId, null);
  }

  private async review(merchantId: string, { tx, now, emit }: BatchContext): Promise<void> {
    const routes = await this.routes.directory(tx, merchantId);
    const facts = await this.facts.load(tx, merchantId, (carried) => routes.originOf(carried));
    const told = await this.scorecards.load(tx, merchantId);
    const parcels = judge(facts, now.getTime());
    const providerOf = (carried: string) => routes.providerOf(carried);
    const cards = scorecardKinds.flatMap((by) => computeScorecards(parcels, { by, providerOf }));
    const changed = changedScorecards(merchantId, told, cards);
    await this.scorecards.write(tx, merchantId, changed);
    for (const { scorecardId, version, figures } of changed)
      emit(
        outgoing(
          scorecardsTopic,
          'scorecard.published',
          { version, merchantId },
          { ...figures, scorecardId, computedAt: now.toISOString() },
        ),
      );
    await this.reviews.schedule(tx, merchantId, nextMaturityDay(parcels, now.getTime()));
  }
}
