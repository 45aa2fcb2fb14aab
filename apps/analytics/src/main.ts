import { runService } from '@landfall/service-kit';
import { analytics } from './analytics.service.ts';

await runService(analytics);
