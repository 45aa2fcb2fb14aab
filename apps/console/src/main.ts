import { runService } from '@landfall/service-kit';
import { consoleService } from './console.service.ts';

await runService(consoleService);
