import { join } from 'node:path';
import { repositoryRoot } from '../stack/repository.ts';
import { lastLines, runCommand } from '../stack/run-command.ts';

/** Compiles the programs of a tool, and the libs that they use, where sources have changed. */
export async function buildPrograms(tool: 'bench' | 'chaos', signal: AbortSignal): Promise<void> {
  const compiler = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, output } = await runCommand(process.execPath, [compiler, '-b', join('tools', tool)], {
    cwd: repositoryRoot,
    signal,
  });
  if (code !== 0) throw new Error(`The programs of ${tool} do not compile:\n${lastLines(output, 30)}`);
}
