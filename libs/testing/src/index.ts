export { eventually } from './eventually.ts';
export { testStack } from './stack.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { TestTopics, type ReadRecord } from './test-topics.ts';
