import type { EventOf, TopicDefinition } from '@landfall/contracts';

/** The CloudEvents attributes of a record, and where it stood. */
export interface Envelope {
  readonly id: string;
  readonly subject: string;
  readonly version: number;
  readonly time: Date;
  /** Null where the record belongs to no merchant yet (a signed push). */
  readonly merchantId: string | null;
  readonly trace: Readonly<Record<string, string>>;
  readonly partition: number;
  readonly offset: string;
}

/** A record that was understood: `{type, data}` of its topic with its envelope. */
export type ReceivedEvent<T extends TopicDefinition = TopicDefinition> = EventOf<T> & Envelope;
