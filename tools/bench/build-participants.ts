import { join } from 'node:path';
import { repositoryRoot } from '../stack/repository.ts';
import { lastLines, runCommand } from '../stack/run-command.ts';

/** Compiles both sides of the benchmarks, and the libs that they use, where sources have changed. */
export async function buildParticipants(signal: AbortSignal): Promise<void> {
  const compiler = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, output } = await runCommand(process.execPath, [compiler, '-b', join('tools', 'bench')], {
    cwd: repositoryRoot,
    signal,
  });
  if (code !== 0) throw new Error(`The benchmarks do not compile:\n${lastLines(output, 30)}`);
}
