import type { Static, TObject } from 'typebox';
import type { ServiceName } from './services.ts';

/** One event type of a topic: what it says and the shape of its data. */
export interface EventDefinition {
  readonly description: string;
  readonly data: TObject;
}

/** Everything about a topic; types, validation, provisioning and AsyncAPI are all made from it. */
export interface TopicDefinition<
  Events extends Record<string, EventDefinition> = Record<string, EventDefinition>,
> {
  readonly name: string;
  readonly description: string;
  /** The field of every event's data that is the record's key (a name, not a function: topics stay comparable). */
  readonly key: string;
  readonly owner: ServiceName | 'every service';
  readonly cleanup: 'delete' | 'compact';
  /** True when only the owner may read it. */
  readonly private?: true;
  readonly events: Events;
}

/** Declares a topic; the types of its events follow from their schemas. */
export const defineTopic = <const Events extends Record<string, EventDefinition>>(
  topic: TopicDefinition<Events>,
): TopicDefinition<Events> => topic;

/** The union `{type, data}` of a topic's events. */
export type EventOf<T extends TopicDefinition> =
  T extends TopicDefinition<infer Events>
    ? { [Name in keyof Events & string]: { type: Name; data: Static<Events[Name]['data']> } }[keyof Events &
        string]
    : never;

/** The data of one event type of a topic. */
export type DataOf<T extends TopicDefinition, Name extends string> = Extract<
  EventOf<T>,
  { type: Name }
>['data'];
