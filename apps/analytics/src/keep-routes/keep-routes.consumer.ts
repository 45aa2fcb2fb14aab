import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { routesTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { ownerOf } from '../owner-of.ts';
import { ReviewsStore } from '../persistence/reviews.store.ts';
import { RoutesStore, type StoredRoute } from '../persistence/routes.store.ts';
import { nextMidnight } from '../scorecard/maturity.ts';

/** Keeps which provider runs a route and where it begins. */
@Controller()
export class KeepRoutesConsumer {
  constructor(
    private readonly routes: RoutesStore,
    private readonly reviews: ReviewsStore,
  ) {}

  @ConsumeBatch(routesTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof routesTopic>[],
    @Ctx() { tx, now }: BatchContext,
  ): Promise<void> {
    const known = await this.routes.lock(tx, [...new Set(events.map((event) => event.subject))]);
    const changed = new Map<string, StoredRoute>();
    const reviewed = new Set<string>();
    for (const event of events) {
      const merchantId = ownerOf(event);
      const before = changed.get(event.subject) ?? known.get(event.subject);
      if (before && before.merchantId !== merchantId)
        throw new Error(`route ${event.subject} belongs to another merchant`);
      if (before && event.version <= before.version) continue;
      const { routeId, externalId, providerId, originCountry } = event.data;
      const route = { routeId, merchantId, version: event.version, externalId, providerId, originCountry };
      if (!before || changesScorecards(before, route)) reviewed.add(merchantId);
      changed.set(routeId, route);
    }
    if (changed.size > 0) await this.routes.write(tx, [...changed.values()]);
    await this.reviews.request(tx, reviewed, nextMidnight(now.getTime()));
  }
}

const changesScorecards = (before: StoredRoute, after: StoredRoute): boolean =>
  before.externalId !== after.externalId ||
  before.providerId !== after.providerId ||
  before.originCountry !== after.originCountry;
