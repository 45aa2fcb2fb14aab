import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { carrierPayloadsTopic } from '@landfall/contracts';
import { deterministicId, EventProducer, outgoing, type OutgoingEvent } from '@landfall/messaging';
import { Clock, tooLarge } from '@landfall/service-kit';
import { sealBody } from './payload-cipher.ts';
import { PayloadKeys, type DayKey } from './payload-keys.ts';

/** What an edge received about one tracking number. */
export interface ReceivedPayload {
  sender: string;
  /** Undefined where the payload names no number: it is kept all the same. */
  subject: { number: string; carrier: string } | undefined;
  /** The merchant who uploaded it; null for a signed push. */
  onlyMerchant: string | null;
  body: Buffer;
}

/** Base64 characters that one record may have: Kafka takes 1 MB. */
const largestCiphertext = 900_000;

/** The door for everything that carriers and merchants tell about tracking numbers. */
@Injectable()
export class PayloadIntake {
  constructor(
    private readonly keys: PayloadKeys,
    private readonly producer: EventProducer,
    private readonly clock: Clock,
  ) {}

  /**
   * Seals the payloads and puts them on the topic; resolves when Kafka has confirmed all of them, with their ids.
   * The same body of the same sender about the same number has the same id, so that a retry is no second payload.
   * Throws ProblemError 413 for a body too large to keep, SurroundingsError when Kafka did not confirm.
   */
  async accept(payloads: readonly ReceivedPayload[]): Promise<string[]> {
    const sealed = await this.seal(payloads);
    await this.publish(sealed);
    return sealed.map((event) => event.id);
  }

  /** The first half of `accept`, for those who hold much until it is done: what was received is not needed any more. */
  async seal(payloads: readonly ReceivedPayload[]): Promise<OutgoingEvent[]> {
    if (payloads.length === 0) return [];
    const receivedAt = this.clock.now().toISOString();
    const dayKey = await this.keys.today();
    return payloads.map((payload) => sealedEvent(payload, dayKey, receivedAt));
  }

  /** The second half of `accept`. */
  async publish(sealed: readonly OutgoingEvent[]): Promise<void> {
    await this.producer.send(sealed, this.clock.now());
  }
}

const sealedEvent = (payload: ReceivedPayload, { day, key }: DayKey, receivedAt: string): OutgoingEvent => {
  const { sender, subject, onlyMerchant, body } = payload;
  const hash = createHash('sha256').update(body).digest('base64url');
  const { number, carrier } = subject ?? { number: '', carrier: `${sender}:unknown` };
  const payloadId = deterministicId('carrier-payload', sender, number, hash, onlyMerchant ?? '');
  const sealed = sealBody(key, body, payloadId);
  if (sealed.ciphertext.length > largestCiphertext)
    throw tooLarge('The body cannot be compressed enough to be kept.');
  return outgoing(
    carrierPayloadsTopic,
    'carrier.payload_received',
    { version: 1, merchantId: onlyMerchant, id: payloadId },
    {
      subject: `${carrier}/${number || payloadId}`,
      payloadId,
      sender,
      carrier,
      trackingNumber: number,
      onlyMerchant,
      receivedAt,
      keyDay: day,
      ...sealed,
    },
  );
};
