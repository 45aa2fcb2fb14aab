import { Injectable } from '@nestjs/common';
import type { OutgoingEvent } from '@landfall/messaging';
import { UnitOfWork, type Transaction } from '@landfall/persistence';
import { toProblem, tooLarge, type Answer } from '@landfall/service-kit';
import type { UploadedEvents } from '../carriers/landfall/landfall.reader.ts';
import { numberOf, type TrackingEvent } from '../carriers/landfall/tracking-event.ts';
import { PayloadIntake } from '../payloads/payload-intake.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import { carrierKeyOf } from '../scans/tracking-number.ts';
import { parseBatch } from './parse-batch.ts';
import { refuseUnknownUnits, sortItem, unitsOf, type SortedItem } from './sort-items.ts';
import type { AcceptedEvents, UploadedItem, UploadedItems } from './upload.dto.ts';

const mostItems = 10_000;
const itemsPerPayload = 200;

interface SealedUpload {
  sealed: OutgoingEvent[];
  answer: Answer<AcceptedEvents | UploadedItems>;
}

/** Takes a merchant's own scans, split by tracking number and unit; they reach only his parcels. */
@Injectable()
export class UploadTrackingEventsHandler {
  constructor(
    private readonly intake: PayloadIntake,
    private readonly units: UnitStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * 202 `{accepted}` when all are taken, else 207 with every item in input order; the good ones are taken either way.
   * Numbers may be registered later; units are ours, so one that the merchant does not have is a mistake and refused.
   * Throws ProblemError 400 where the body cannot be read, 413 over 10,000 items; SurroundingsError when Kafka did
   * not confirm: then the whole batch may be sent again.
   * @param tx that the upload is part of; without one units are looked up in a transaction of their own
   */
  async upload(
    merchantId: string,
    body: Buffer,
    contentType: string,
    tx?: Transaction,
  ): Promise<Answer<AcceptedEvents | UploadedItems>> {
    const { sealed, answer } = await this.read(merchantId, body, contentType, tx);
    await this.intake.publish(sealed);
    return answer;
  }

  /** All that has to be held while Kafka is waited for: the items themselves are much larger. */
  private async read(
    merchantId: string,
    body: Buffer,
    contentType: string,
    tx: Transaction | undefined,
  ): Promise<SealedUpload> {
    const items = parseBatch(body, contentType);
    if (items.length > mostItems)
      throw tooLarge(`A batch has ${mostItems} items at most: this one has ${items.length}.`);
    const sorted = await this.ofKnownUnits(merchantId, items.map(sortItem), tx);
    const events = sorted.filter((item) => item.kind === 'event').map((item) => item.event);
    const { sealed, payloadIds } = await this.seal(merchantId, events);
    if (events.length === items.length)
      return { sealed, answer: { status: 202, body: { accepted: events.length } } };
    const answers = sorted.map((item, index): UploadedItem =>
      item.kind === 'event'
        ? { index, status: 202, id: payloadIds.get(item.event) ?? '' }
        : { index, status: item.error.status, error: toProblem(item.error) },
    );
    return { sealed, answer: { status: 207, body: { items: answers } } };
  }

  private async ofKnownUnits(
    merchantId: string,
    items: SortedItem[],
    tx: Transaction | undefined,
  ): Promise<SortedItem[]> {
    const named = unitsOf(items);
    if (named.size === 0) return items;
    const look = (through: Transaction) => this.units.parentsOf(through, merchantId, [...named]);
    const known = await (tx
      ? look(tx)
      : this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, look));
    return refuseUnknownUnits(items, known);
  }

  private async seal(
    merchantId: string,
    events: readonly TrackingEvent[],
  ): Promise<{ sealed: OutgoingEvent[]; payloadIds: ReadonlyMap<TrackingEvent, string> }> {
    const parts = splitByNumber(events);
    const sealed = await this.intake.seal(
      parts.map(({ number, carrier, events: part }) => ({
        sender: 'landfall',
        subject: { number, carrier },
        onlyMerchant: merchantId,
        body: Buffer.from(JSON.stringify({ events: part } satisfies UploadedEvents)),
      })),
    );
    const payloadIds = new Map(
      parts.flatMap((part, index) => part.events.map((event) => [event, sealed[index]?.id ?? ''] as const)),
    );
    return { sealed, payloadIds };
  }
}

const splitByNumber = (
  events: readonly TrackingEvent[],
): { number: string; carrier: string; events: TrackingEvent[] }[] => {
  const subjectOf = (event: TrackingEvent) => `${numberOf(event)} ${carrierKeyOf(event.carrier)}`;
  return [...Map.groupBy(events, subjectOf)].flatMap(([subject, ofSubject]) => {
    const space = subject.indexOf(' ');
    const parts = [];
    for (let start = 0; start < ofSubject.length; start += itemsPerPayload)
      parts.push({
        number: subject.slice(0, space),
        carrier: subject.slice(space + 1),
        events: ofSubject.slice(start, start + itemsPerPayload),
      });
    return parts;
  });
};
