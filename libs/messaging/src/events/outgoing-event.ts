import type { DataOf, TopicDefinition } from '@landfall/contracts';
import { deterministicId } from './deterministic-id.ts';

/** What a service tells: becomes one CloudEvent on one topic. */
export interface OutgoingEvent {
  readonly topic: TopicDefinition;
  readonly type: string;
  /** `ce_id`: the same effect has the same id, whether it comes from a batch, a due time or a request. */
  readonly id: string;
  /** The record's key. */
  readonly subject: string;
  readonly version: number;
  readonly merchantId: string | null;
  readonly data: object;
}

/**
 * Declares an event of a topic. Its subject is the data's key field.
 * @param about.version the subject's version, raised with every event of that subject
 * @param about.id only where the version cannot tell repeats apart
 */
export const outgoing = <T extends TopicDefinition, Name extends keyof T['events'] & string>(
  topic: T,
  type: Name,
  about: { version: number; merchantId: string | null; id?: string },
  data: DataOf<T, Name>,
): OutgoingEvent => {
  const subject = String((data as Record<string, unknown>)[topic.key]);
  return {
    topic,
    type,
    id: about.id ?? deterministicId(type, subject, about.version),
    subject,
    version: about.version,
    merchantId: about.merchantId,
    data,
  };
};
