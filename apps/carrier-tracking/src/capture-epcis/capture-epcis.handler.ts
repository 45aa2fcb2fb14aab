import { Injectable } from '@nestjs/common';
import type { OutgoingEvent } from '@landfall/messaging';
import { toProblem, tooLarge, type Answer } from '@landfall/service-kit';
import { EpcisReader } from '../carriers/epcis/epcis.reader.ts';
import { PayloadIntake } from '../payloads/payload-intake.ts';
import type { AcceptedEvents, UploadedItem, UploadedItems } from '../upload-tracking-events/upload.dto.ts';
import { readCapture, type SortedEvent } from './read-capture.ts';
import { splitByParcel, type CapturedPart } from './split-by-parcel.ts';

const mostScans = 10_000;
/** An event is kept once for each of its objects: one in a thousand bytes with ten thousand of them is ten million. */
const mostKeptBytes = 32 * 1024 * 1024;
const mostEventBytes = 64 * 1024;

/** Takes a merchant's events of EPCIS 2.0, split by parcel; they reach only his parcels. */
@Injectable()
export class CaptureEpcisHandler {
  private readonly reader = new EpcisReader();

  constructor(private readonly intake: PayloadIntake) {}

  /**
   * 202 `{accepted}` when all events are taken, else 207 with every event in input order; the good ones are taken either way.
   * Throws ProblemError 400 where the body cannot be read, or is one event alone that is wrong, 413 where it tells too
   * much at once; SurroundingsError when Kafka did not confirm: then the whole body may be sent again.
   */
  async capture(merchantId: string, body: Buffer): Promise<Answer<AcceptedEvents | UploadedItems>> {
    const { sealed, answer } = await this.read(merchantId, body);
    await this.intake.publish(sealed);
    return answer;
  }

  /** All that has to be held while Kafka is waited for: the events themselves are much larger. */
  private async read(
    merchantId: string,
    body: Buffer,
  ): Promise<{ sealed: OutgoingEvent[]; answer: Answer<AcceptedEvents | UploadedItems> }> {
    const { events, alone } = readCapture(body);
    const [only] = events;
    if (alone && only?.kind === 'refused') throw only.error;
    const accepted = events.filter((one) => one.kind === 'event');
    refuseTooMuch(accepted);
    const parts = splitByParcel(accepted);
    const sealed = await this.seal(merchantId, parts);
    if (accepted.length === events.length)
      return { sealed, answer: { status: 202, body: { accepted: events.length } } };
    const ids = new Map<SortedEvent, string>();
    for (const [index, { of }] of parts.entries())
      for (const event of of) if (!ids.has(event)) ids.set(event, sealed[index]?.id ?? '');
    const items = events.map((one, index): UploadedItem =>
      one.kind === 'event'
        ? { index, status: 202, id: ids.get(one) ?? '' }
        : { index, status: one.error.status, error: toProblem(one.error) },
    );
    return { sealed, answer: { status: 207, body: { items } } };
  }

  private seal(merchantId: string, parts: readonly CapturedPart[]): Promise<OutgoingEvent[]> {
    const { sender } = this.reader;
    return this.intake.seal(
      parts.map(({ payload }) => ({
        sender,
        subject: this.reader.subjectOf(payload),
        onlyMerchant: merchantId,
        body: Buffer.from(JSON.stringify(payload)),
      })),
    );
  }
}

const refuseTooMuch = (accepted: readonly Extract<SortedEvent, { kind: 'event' }>[]): void => {
  let scans = 0;
  let kept = 0;
  for (const { bytes, parcels } of accepted) {
    if (bytes > mostEventBytes)
      throw tooLarge(
        `An event may have ${mostEventBytes / 1024} KiB beside its EPCs: one has ${Math.ceil(bytes / 1024)}.`,
      );
    scans += parcels.length;
    kept += bytes * parcels.length;
  }
  if (scans > mostScans)
    throw tooLarge(
      `A capture has ${mostScans} scans at most, one for each parcel of an event: this one has ${scans}.`,
    );
  if (kept > mostKeptBytes)
    throw tooLarge('These events are too large for so many EPCs: send them in parts.');
};
