import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, stateDir } from './repository.ts';
import { lastLines, runCommand } from './run-command.ts';
import { readState, writeState } from './state-file.ts';

const stampFile = join(stateDir, 'build.json');

/** Folders of all libs and apps, relative to the root. */
export function packageFolders(root: string = repositoryRoot): string[] {
  return ['libs', 'apps'].flatMap((group) =>
    readdirSync(join(root, group), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(root, group, entry.name, 'tsconfig.json')))
      .map((entry) => join(group, entry.name)),
  );
}

/** A hash of everything that the compiler's output follows from. */
export function sourceHash(root: string = repositoryRoot): string {
  const hash = createHash('sha256');
  const add = (file: string): void => {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  };
  for (const file of ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json']) add(file);
  for (const folder of packageFolders(root)) {
    add(join(folder, 'tsconfig.json'));
    add(join(folder, 'package.json'));
    const sources = readdirSync(join(root, folder, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
    sources.forEach(add);
  }
  return hash.digest('hex');
}

/**
 * Compiles libs and apps (`tsc -b`) when their sources have changed since the last time. Resolves to the sources' hash.
 * Rejects with the compiler's messages.
 */
export async function ensureBuilt(signal?: AbortSignal): Promise<string> {
  const hash = sourceHash();
  const complete = packageFolders().every((folder) =>
    existsSync(join(repositoryRoot, folder, 'dist', 'tsconfig.tsbuildinfo')),
  );
  if (complete && readState<{ hash: string }>(stampFile)?.hash === hash) return hash;
  const compiler = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, output } = await runCommand(process.execPath, [compiler, '-b'], {
    cwd: repositoryRoot,
    signal,
  });
  if (code !== 0) throw new Error(`The sources do not compile:\n${lastLines(output, 30)}`);
  writeState(stampFile, { hash });
  return hash;
}
