import { allocationsTopic } from './topics/allocations.topic.ts';
import { carrierPayloadsTopic } from './topics/carrier-payloads.topic.ts';
import { casesTopic } from './topics/cases.topic.ts';
import { estimatesTopic } from './topics/estimates.topic.ts';
import { exceptionsTopic } from './topics/exceptions.topic.ts';
import { handOversTopic } from './topics/hand-overs.topic.ts';
import { notificationsTopic } from './topics/notifications.topic.ts';
import { ordersTopic } from './topics/orders.topic.ts';
import { parcelStatesTopic } from './topics/parcel-states.topic.ts';
import { parcelsTopic } from './topics/parcels.topic.ts';
import { quarantineTopic } from './topics/quarantine.topic.ts';
import { routesTopic } from './topics/routes.topic.ts';
import { scorecardsTopic } from './topics/scorecards.topic.ts';
import { trackingEventsTopic } from './topics/tracking-events.topic.ts';
import type { TopicDefinition } from './topic.ts';

/** Every topic, in the order in which a parcel meets them. */
export const topicRegistry: readonly TopicDefinition[] = [
  ordersTopic,
  parcelsTopic,
  carrierPayloadsTopic,
  trackingEventsTopic,
  handOversTopic,
  parcelStatesTopic,
  estimatesTopic,
  exceptionsTopic,
  casesTopic,
  notificationsTopic,
  routesTopic,
  scorecardsTopic,
  allocationsTopic,
  quarantineTopic,
];

/** The topic of that name, or undefined. */
export const topicNamed = (name: string): TopicDefinition | undefined =>
  topicRegistry.find((topic) => topic.name === name);
