import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../stack/repository.ts';
import { runCommand } from '../stack/run-command.ts';
import { readState } from '../stack/state-file.ts';
import { tallyJest } from './jest-report.ts';
import type { JestReport } from './jest-report.ts';
import type { Tally } from './tally.ts';

export type JestKind = 'unit' | 'integration' | 'e2e' | 'browser';

/** How long the tests of one kind may take, in ms; several times what they need, for a run must end by itself. */
const limitMs = 20 * 60_000;

/** Runs all tests of one kind; Jest's own output goes to the console. Rejects when they have not ended in 20 minutes. */
export async function runJest(kind: JestKind, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Tally> {
  const dir = mkdtempSync(join(tmpdir(), 'landfall-jest-'));
  const outputFile = join(dir, 'report.json');
  try {
    const { code } = await runCommand(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        '--disable-warning=TimeoutNegativeWarning',
        join(repositoryRoot, 'node_modules', 'jest', 'bin', 'jest.js'),
        '--json',
        `--outputFile=${outputFile}`,
      ],
      {
        cwd: repositoryRoot,
        env: { ...process.env, ...env, LANDFALL_TEST_KIND: kind },
        output: 'inherit',
        signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
      },
    );
    return tallyJest(kind, readState<JestReport>(outputFile), code);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
