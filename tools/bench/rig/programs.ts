import { join } from 'node:path';
import { repositoryRoot, stateDir } from '../../stack/repository.ts';

/**
 * A participant's program, by its path in tools/bench: the compiled one of a folder, or a file (.ts) that runs as it is.
 */
export const programOf = (path: string): string =>
  path.endsWith('.ts')
    ? join(repositoryRoot, 'tools', 'bench', path)
    : join(stateDir, 'bench', 'bench', path, 'main.js');
