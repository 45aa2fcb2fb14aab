/** One Jest set-up for every kind of test; the kind decides which files run (see tools/test). */
const kinds = {
  unit: ['**/src/**/*.spec.ts', '!**/*.integration.spec.ts', '!**/*.e2e.spec.ts', '!**/*.browser.spec.ts'],
  integration: ['**/src/**/*.integration.spec.ts', '<rootDir>/tools/**/*.integration.spec.ts'],
  e2e: ['**/src/**/*.e2e.spec.ts', '<rootDir>/tools/**/*.e2e.spec.ts'],
  browser: ['**/src/**/*.browser.spec.ts', '<rootDir>/tools/**/*.browser.spec.ts'],
};
const kind = process.env['LANDFALL_TEST_KIND'] ?? 'unit';

export default {
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/tools'],
  testMatch:
    kind === 'unit'
      ? [
          ...kinds.unit,
          '<rootDir>/tools/**/*.spec.ts',
          '!**/tools/**/*.integration.spec.ts',
          '!**/tools/**/*.e2e.spec.ts',
          '!**/tools/**/*.browser.spec.ts',
        ]
      : kinds[kind],
  modulePathIgnorePatterns: ['/dist/', '/.landfall/'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@landfall/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Kafka and Postgres are real and shared by the run: files take turns.
  maxWorkers: kind === 'unit' ? 2 : 1,
  testTimeout: kind === 'unit' ? 10_000 : 120_000,
};
