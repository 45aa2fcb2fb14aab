import { join } from 'node:path';
import { stateDir } from '../../stack/repository.ts';

/** A participant's compiled program, by its folder in tools/bench. */
export const programOf = (folder: string): string => join(stateDir, 'bench', 'bench', folder, 'main.js');
