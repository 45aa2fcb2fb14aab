import { runService } from '@landfall/service-kit';
import { notifications } from './notifications.service.ts';

await runService(notifications);
