/** A file that breaks one import rule, and what ESLint must say about it. */
export interface PlantedViolation {
  /** The rule in words. */
  readonly rule: string;
  /** Source folder to plant it in, relative to the root. */
  readonly folder: string;
  readonly code: string;
  /** The ESLint rule that must report; undefined for a file that must pass. */
  readonly reportedBy: string | undefined;
}

const imports = (specifier: string): string =>
  `import * as planted from '${specifier}';\nexport { planted };\n`;
const boundaries = '@nx/enforce-module-boundaries';

/** One planted violation for every import rule of the architecture, and files that prove lint lets good ones pass. */
export const plantedViolations: readonly PlantedViolation[] = [
  {
    rule: 'the domain imports no lib',
    folder: 'libs/domain/src',
    code: imports('@landfall/contracts'),
    reportedBy: boundaries,
  },
  {
    rule: 'the domain imports no package',
    folder: 'libs/domain/src',
    code: imports('uuid'),
    reportedBy: 'no-restricted-imports',
  },
  {
    rule: 'the domain imports no node: built-in',
    folder: 'libs/domain/src',
    code: imports('node:fs'),
    reportedBy: 'no-restricted-imports',
  },
  {
    rule: 'the domain imports no bare built-in',
    folder: 'libs/domain/src',
    code: imports('fs'),
    reportedBy: 'no-restricted-imports',
  },
  {
    rule: 'the domain does not read the clock with Date.now',
    folder: 'libs/domain/src',
    code: 'export const planted = Date.now();\n',
    reportedBy: 'no-restricted-properties',
  },
  {
    rule: 'the domain does not read the clock with new Date()',
    folder: 'libs/domain/src',
    code: 'export const planted = new Date();\n',
    reportedBy: 'no-restricted-syntax',
  },
  {
    rule: 'the domain draws no random numbers',
    folder: 'libs/domain/src',
    code: 'export const planted = Math.random();\n',
    reportedBy: 'no-restricted-properties',
  },
  {
    rule: 'the contracts import only their schema library',
    folder: 'libs/contracts/src',
    code: imports('@nestjs/common'),
    reportedBy: 'no-restricted-imports',
  },
  ...['json', 'messaging', 'persistence', 'service-kit', 'tables', 'telemetry'].map((lib) => ({
    rule: `${lib} does not import the domain`,
    folder: `libs/${lib}/src`,
    code: imports('@landfall/domain'),
    reportedBy: boundaries,
  })),
  {
    rule: 'an app does not import another app',
    folder: 'apps/analytics/src',
    code: imports('../../order-intake/src/main.ts'),
    reportedBy: boundaries,
  },
  {
    rule: 'testing is imported only from specs (app)',
    folder: 'apps/analytics/src',
    code: imports('@landfall/testing'),
    reportedBy: boundaries,
  },
  {
    rule: 'testing is imported only from specs (lib)',
    folder: 'libs/messaging/src',
    code: imports('@landfall/testing'),
    reportedBy: boundaries,
  },
  {
    rule: 'an app may import the domain and the contracts',
    folder: 'apps/analytics/src',
    code: "export * as contracts from '@landfall/contracts';\nexport * as domain from '@landfall/domain';\n",
    reportedBy: undefined,
  },
  {
    rule: 'the domain may make a date of a given time',
    folder: 'libs/domain/src',
    code: 'export const planted = (now: number): Date => new Date(now);\n',
    reportedBy: undefined,
  },
];
