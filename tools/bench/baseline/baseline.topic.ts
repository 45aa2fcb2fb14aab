import { trackingEventsTopic } from '@landfall/contracts';
import { baselinePrefix } from '../participant.ts';

export const scansTopic = `${baselinePrefix}${trackingEventsTopic.name}`;
