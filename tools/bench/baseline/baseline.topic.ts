import { trackingEventsTopic } from '@landfall/contracts';
import { baselinePrefix } from '../workload/participant.ts';

export const scansTopic = `${baselinePrefix}${trackingEventsTopic.name}`;
