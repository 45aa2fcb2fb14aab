import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { badRequest, Clock, decodeCursor, pageOf, type Page } from '@landfall/service-kit';
import { FactsStore } from '../persistence/facts.store.ts';
import { RoutesStore } from '../persistence/routes.store.ts';
import { judge } from '../scorecard/maturity.ts';
import {
  compareRanks,
  computeScorecards,
  rankOf,
  type Rank,
  type Scorecard,
} from '../scorecard/scorecard.ts';
import type { ScorecardsQuery } from './scorecards.query.ts';

/** Answers scorecards as of now, from the facts themselves. */
@Injectable()
export class ReadScorecards {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly facts: FactsStore,
    private readonly routes: RoutesStore,
  ) {}

  /** Throws ProblemError 400 for an empty period or a cursor that is not one. */
  async list(merchantId: string, query: ScorecardsQuery): Promise<Page<Scorecard>> {
    const { by = 'lane', limit = 50, cursor, country } = query;
    const from = query.from === undefined ? undefined : Date.parse(query.from);
    const to = query.to === undefined ? undefined : Date.parse(query.to);
    if (from !== undefined && to !== undefined && from >= to)
      throw badRequest('invalid_period', 'The period is empty: `from` must be before `to`.');
    const after = cursor === undefined ? undefined : decodeCursor(cursor, isRank);
    const now = this.clock.now().getTime();
    const cards = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const routes = await this.routes.directory(tx, merchantId);
      const facts = await this.facts.load(tx, merchantId, (carried) => routes.originOf(carried));
      const providerOf = (carried: string) => routes.providerOf(carried);
      return computeScorecards(judge(facts, now), { by, from, to, country, providerOf });
    });
    const rest = after ? cards.filter((card) => compareRanks(rankOf(card), after) > 0) : cards;
    return pageOf(rest.slice(0, limit + 1), limit, (card) => card, rankOf);
  }
}

const isRank = (value: unknown): value is Rank =>
  typeof value === 'object' &&
  value !== null &&
  'low' in value &&
  (value.low === null || typeof value.low === 'number') &&
  'subject' in value &&
  typeof value.subject === 'string';
