import { join } from 'node:path';
import { ensureBuilt, packageFolders } from '../stack/build.ts';
import { repositoryRoot } from '../stack/repository.ts';
import { checkBoundaries } from './boundaries/check-boundaries.ts';
import { runCheck } from './check.ts';
import { runJest } from './jest.ts';
import { sum } from './tally.ts';
import type { Tally } from './tally.ts';

/** What a part may use. */
export interface PartContext {
  readonly signal: AbortSignal;
  /** Environment that names the run's Kafka and Postgres; starts them at the first call. */
  readonly stackEnvironment: () => Promise<NodeJS.ProcessEnv>;
}

const moduleFile = (...path: string[]): string => join(repositoryRoot, 'node_modules', ...path);
const nxEnvironment = { NX_TUI: 'false', NX_DAEMON: 'false', FORCE_COLOR: '0' };

/** What is wrong with a run of Nx that ended well but left projects out; undefined when it had all of them. */
export function missingProjects(output: string, expected: number): string | undefined {
  const linted = Number(/Successfully ran target \S+ for (\d+) projects/.exec(output)?.[1] ?? 0);
  return linted >= expected ? undefined : `Nx ran it for ${linted} of ${expected} projects`;
}

async function lint({ signal }: PartContext): Promise<Tally> {
  const prettier = ['--check', '--log-level', 'warn', '.'] as const;
  return sum([
    await runCheck('format', [moduleFile('prettier', 'bin', 'prettier.cjs'), ...prettier], signal),
    await runCheck(
      'lint of libs and apps',
      [moduleFile('nx', 'dist', 'bin', 'nx.js'), 'run-many', '--target', 'lint', '--output-style', 'static'],
      signal,
      { env: nxEnvironment, objection: (output) => missingProjects(output, packageFolders().length) },
    ),
    await runCheck(
      'lint of tools',
      [moduleFile('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', 'tools'],
      signal,
    ),
    await checkBoundaries(signal),
  ]);
}

async function types({ signal }: PartContext): Promise<Tally> {
  const compiler = moduleFile('typescript', 'bin', 'tsc');
  return sum([
    await runCheck('types of what is shipped', [compiler, '-b'], signal),
    await runCheck(
      'types of everything, specs and tools too',
      [compiler, '-p', 'tsconfig.check.json'],
      signal,
    ),
  ]);
}

async function endToEnd({ signal, stackEnvironment }: PartContext): Promise<Tally> {
  await ensureBuilt(signal);
  return runJest('e2e', await stackEnvironment(), signal);
}

/** The parts of `npm test`, in the order they run: what fails fast comes first. */
export const parts = {
  lint,
  types,
  unit: ({ signal }: PartContext) => runJest('unit', {}, signal),
  integration: async ({ signal, stackEnvironment }: PartContext) =>
    runJest('integration', await stackEnvironment(), signal),
  contracts: ({ signal }: PartContext) =>
    runCheck('committed documents match the code', [join('tools', 'docs', 'main.ts'), 'check'], signal),
  e2e: endToEnd,
  browser: ({ signal }: PartContext) => runJest('browser', {}, signal),
} as const satisfies Record<string, (context: PartContext) => Promise<Tally>>;

export type PartName = keyof typeof parts;

export const partNames = Object.keys(parts) as PartName[];

/** Reads `--only part[,part]`; all parts without it. Throws on an unknown name. */
export function chosenParts(only: string | undefined): PartName[] {
  if (only === undefined) return partNames;
  const wanted = only.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !(partNames as string[]).includes(name));
  if (unknown.length > 0)
    throw new Error(`--only ${unknown.join(', ')}? The parts are ${partNames.join(', ')}.`);
  return partNames.filter((name) => wanted.includes(name));
}
