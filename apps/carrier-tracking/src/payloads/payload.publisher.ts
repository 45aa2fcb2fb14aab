import { Injectable } from '@nestjs/common';
import { EventProducer, type OutgoingEvent } from '@landfall/messaging';
import { Clock } from '@landfall/service-kit';

interface Waiting {
  event: OutgoingEvent;
  bytes: number;
  confirmed(): void;
  failed(error: unknown): void;
}

/** A broker refuses a partition's batch over 1 MB; in the worst case a whole send is for one partition. */
const bytesPerSend = 800_000;
const bytesPerEnvelope = 700;

/**
 * Sends payloads to Kafka, one request at a time: what arrives while one is under way goes together in the next,
 * so that many small pushes cost few requests.
 */
@Injectable()
export class PayloadPublisher {
  private readonly waiting: Waiting[] = [];
  private sending = false;

  constructor(
    private readonly producer: EventProducer,
    private readonly clock: Clock,
  ) {}

  /** Resolves when Kafka has confirmed all of them. @throws SurroundingsError when it has not */
  async publish(events: readonly OutgoingEvent[]): Promise<void> {
    const confirmations = events.map(
      (event) =>
        new Promise<void>((confirmed, failed) => {
          const { ciphertext } = event.data as { ciphertext: string };
          this.waiting.push({ event, bytes: ciphertext.length + bytesPerEnvelope, confirmed, failed });
        }),
    );
    if (!this.sending) void this.sendAll();
    const outcomes = await Promise.allSettled(confirmations);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  private async sendAll(): Promise<void> {
    this.sending = true;
    while (this.waiting.length > 0) {
      const part = this.takeSome();
      try {
        await this.producer.send(
          part.map((one) => one.event),
          this.clock.now(),
        );
        for (const one of part) one.confirmed();
      } catch (error) {
        for (const one of part) one.failed(error);
      }
    }
    this.sending = false;
  }

  private takeSome(): Waiting[] {
    let bytes = 0;
    const end = this.waiting.findIndex((one, index) => (bytes += one.bytes) > bytesPerSend && index > 0);
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end);
  }
}
