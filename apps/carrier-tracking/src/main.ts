import { runService } from '@landfall/service-kit';
import { carrierTracking } from './carrier-tracking.service.ts';

await runService(carrierTracking);
