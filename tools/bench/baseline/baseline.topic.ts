import { trackingEventsTopic } from '@landfall/contracts';
import { readSettings } from '../participant.ts';

export const scansTopic = `${readSettings().topicPrefix}${trackingEventsTopic.name}`;
