import { defineService } from '@landfall/service-kit';
import { ExceptionDetectionModule } from './exception-detection.module.ts';
import { CreateExceptionDetection1764000000000 } from './persistence/migrations/1764000000000-create-exception-detection.ts';
import { DigestWhatWasTold1764000000030 } from './persistence/migrations/1764000000030-digest-what-was-told.ts';

export const exceptionDetection = defineService({
  name: 'exception-detection',
  schema: 'exception_detection',
  migrations: [CreateExceptionDetection1764000000000, DigestWhatWasTold1764000000030],
  module: ExceptionDetectionModule,
  fetchEveryMs: 30,
});
