import { defineService } from '@landfall/service-kit';
import { ExceptionDetectionModule } from './exception-detection.module.ts';
import { CreateExceptionDetection1764000000000 } from './persistence/migrations/1764000000000-create-exception-detection.ts';

export const exceptionDetection = defineService({
  name: 'exception-detection',
  schema: 'exception_detection',
  migrations: [CreateExceptionDetection1764000000000],
  module: ExceptionDetectionModule,
  fetchEveryMs: 30,
});
