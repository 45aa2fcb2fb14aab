export { launchBrowser } from './browser.ts';
export { eventually } from './eventually.ts';
export { ServiceProcesses, type BuiltService } from './service-processes.ts';
export { testStack } from './stack.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { startTestService, type TestService, type TestServiceOptions } from './test-service.ts';
export { TestTopics, type ReadRecord } from './test-topics.ts';
