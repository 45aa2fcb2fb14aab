import { runService } from '@landfall/service-kit';
import { capacityPool } from './capacity-pool.service.ts';

await runService(capacityPool);
