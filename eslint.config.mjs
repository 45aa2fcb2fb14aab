import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const builtins = (await import('node:module')).builtinModules;

/** Import rules of docs/architecture: each has a planted violation in tools/test/boundaries that must fail. */
const boundaries = [
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:infrastructure', onlyDependOnLibsWithTags: ['type:contracts', 'type:infrastructure'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:contracts', 'type:infrastructure'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:domain', 'type:contracts', 'type:infrastructure'],
  },
];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '.landfall'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          allow: [],
          depConstraints: boundaries,
          // Only specs depend on the test library, which runs whole services: a cycle of the graph, not of the code.
          ignoredCircularDependencies: [
            'service-kit',
            'messaging',
            'persistence',
            'telemetry',
            'contracts',
          ].map((name) => [`@landfall/${name}`, '@landfall/testing']),
        },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    // Specs may use the test library; nothing else may.
    files: ['**/*.spec.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    files: ['libs/contracts/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(?!typebox(/|$)|\\.)', message: 'contracts import only their schema library' },
          ],
        },
      ],
    },
  },
  {
    files: ['libs/domain/src/**/*.ts'],
    // What specs share is no part of what is built.
    ignores: ['**/*.spec.ts', '**/*.spec-kit.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: builtins.map((name) => ({ name, message: 'the domain is pure' })),
          patterns: [{ regex: '^(?!\\.)', message: 'the domain imports nothing' }],
        },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'fetch',
        'setTimeout',
        'setInterval',
        'performance',
        'crypto',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'pass `now` in' },
        { object: 'Math', property: 'random', message: 'pass draws in' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'pass `now` in' },
      ],
    },
  },
);
