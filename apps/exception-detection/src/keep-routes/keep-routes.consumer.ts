import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { routesTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { ownerOf } from '../owner-of.ts';
import { lockRoutes, saveRoutes, type StoredRoute } from '../persistence/route.store.ts';

/**
 * Keeps the pool's routes for the parcels on them. A route that changes touches none of its parcels, of which there may be
 * millions: each is looked at with the new route at its next event or due time.
 */
@Controller()
export class KeepRoutesConsumer {
  @ConsumeBatch(routesTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof routesTopic>[],
    @Ctx() { tx }: BatchContext,
  ): Promise<void> {
    const known = await lockRoutes(tx, [...new Set(events.map((event) => event.subject))]);
    const changed = new Map<string, StoredRoute>();
    for (const event of events) {
      const merchantId = ownerOf(event);
      const before = changed.get(event.subject) ?? known.get(event.subject);
      if (before && before.merchantId !== merchantId)
        throw new Error(`Route ${event.subject} belongs to another merchant`);
      if (before && event.version <= before.version) continue;
      changed.set(event.subject, { merchantId, version: event.version, told: event.data });
    }
    saveRoutes(tx, [...changed.values()]);
  }
}
