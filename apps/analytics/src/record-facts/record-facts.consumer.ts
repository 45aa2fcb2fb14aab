import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { parcelsTopic, parcelStatesTopic, type TopicDefinition } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { ownerOf } from '../owner-of.ts';
import { FactsStore, type KnownParcel } from '../persistence/facts.store.ts';
import { ReviewsStore } from '../persistence/reviews.store.ts';
import { nextMidnight } from '../scorecard/maturity.ts';
import { changesFigures, foldMovement, foldRegistration, unmoved, unregistered } from './fold-facts.ts';

/** Keeps one row of facts a parcel; registration and movement may come in either order. */
@Controller()
export class RecordFactsConsumer {
  constructor(
    private readonly facts: FactsStore,
    private readonly reviews: ReviewsStore,
  ) {}

  @ConsumeBatch(parcelsTopic)
  async registrations(
    @Payload() events: ReceivedEvent<typeof parcelsTopic>[],
    @Ctx() { tx, now }: BatchContext,
  ): Promise<void> {
    const known = await this.facts.lock(tx, parcelsOf(events));
    const changed = new Map<string, KnownParcel>();
    const reviewed = new Set<string>();
    for (const event of events) {
      const parcel = parcelOf(event, changed, known);
      const registration = foldRegistration(parcel.registration, event);
      if (registration === parcel.registration) continue;
      if (changesFigures(parcel.registration, registration)) reviewed.add(parcel.merchantId);
      changed.set(parcel.parcelId, { ...parcel, registration });
    }
    if (changed.size > 0) await this.facts.writeRegistrations(tx, [...changed.values()]);
    await this.reviews.request(tx, reviewed, nextMidnight(now.getTime()));
  }

  @ConsumeBatch(parcelStatesTopic)
  async movements(
    @Payload() events: ReceivedEvent<typeof parcelStatesTopic>[],
    @Ctx() { tx, now }: BatchContext,
  ): Promise<void> {
    const known = await this.facts.lock(tx, parcelsOf(events));
    const changed = new Map<string, KnownParcel>();
    const reviewed = new Set<string>();
    for (const event of events) {
      const parcel = parcelOf(event, changed, known);
      const movement = foldMovement(parcel.movement, event);
      if (movement === parcel.movement) continue;
      if (changesFigures(parcel.movement, movement)) reviewed.add(parcel.merchantId);
      changed.set(parcel.parcelId, { ...parcel, movement });
    }
    if (changed.size > 0) await this.facts.writeMovements(tx, [...changed.values()]);
    await this.reviews.request(tx, reviewed, nextMidnight(now.getTime()));
  }
}

const parcelsOf = (events: readonly { subject: string }[]): string[] => [
  ...new Set(events.map((event) => event.subject)),
];

/** The parcel as it stands before the event. Throws where the event's merchant is not the parcel's. */
const parcelOf = <T extends TopicDefinition>(
  event: ReceivedEvent<T>,
  changed: ReadonlyMap<string, KnownParcel>,
  known: ReadonlyMap<string, KnownParcel>,
): KnownParcel => {
  const merchantId = ownerOf(event);
  const parcel = changed.get(event.subject) ?? known.get(event.subject);
  if (parcel && parcel.merchantId !== merchantId)
    throw new Error(`parcel ${event.subject} belongs to another merchant`);
  return parcel ?? { parcelId: event.subject, merchantId, registration: unregistered, movement: unmoved };
};
