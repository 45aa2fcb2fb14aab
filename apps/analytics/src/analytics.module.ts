import { Module } from '@nestjs/common';
import { KeepRoutesConsumer } from './keep-routes/keep-routes.consumer.ts';
import { FactsStore } from './persistence/facts.store.ts';
import { ReviewsStore } from './persistence/reviews.store.ts';
import { RoutesStore } from './persistence/routes.store.ts';
import { ScorecardsStore } from './persistence/scorecards.store.ts';
import { ScorecardDay } from './publish-scorecards/scorecard-day.due-source.ts';
import { ReadScorecardsController } from './read-scorecards/read-scorecards.controller.ts';
import { ReadScorecards } from './read-scorecards/read-scorecards.handler.ts';
import { RecordFactsConsumer } from './record-facts/record-facts.consumer.ts';

@Module({
  controllers: [RecordFactsConsumer, KeepRoutesConsumer, ReadScorecardsController],
  providers: [FactsStore, RoutesStore, ReviewsStore, ScorecardsStore, ScorecardDay, ReadScorecards],
})
export class AnalyticsModule {}
