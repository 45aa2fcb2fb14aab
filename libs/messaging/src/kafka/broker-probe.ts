import type { Admin, Kafka } from 'kafkajs';

/** Asks whether a broker answers. A consumer notices an absent one only when its fetch has run out of time and retries. */
export class BrokerProbe {
  private readonly admin: Admin;

  constructor(kafka: Kafka) {
    this.admin = kafka.admin({ retry: { retries: 0 } });
  }

  /** Rejects when no broker answers; takes as long as the client's time-outs when one is reached and does not. */
  async ask(): Promise<void> {
    await this.admin.connect();
    await this.admin.describeCluster();
  }

  async close(): Promise<void> {
    await this.admin.disconnect();
  }
}
