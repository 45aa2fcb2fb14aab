import { runService } from '@landfall/service-kit';
import { exceptionDetection } from './exception-detection.service.ts';

await runService(exceptionDetection);
