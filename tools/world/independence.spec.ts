import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const sources = globSync('**/*.ts', { cwd: import.meta.dirname })
  .filter((file) => !file.endsWith('.spec.ts'))
  .map((file) => ({ file, text: readFileSync(join(import.meta.dirname, file), 'utf8') }));
const importsIn = (text: string): { from: string; typesOnly: boolean }[] =>
  [...text.matchAll(/^(?:import|export) (type )?[^;]*? from '([^']+)';/gms)].map(([, type, from]) => ({
    from: from ?? '',
    typesOnly: type !== undefined,
  }));

describe('the world', () => {
  it('shares with the system under test only the words of its public surface', () => {
    const ours = sources.flatMap(({ file, text }) =>
      importsIn(text)
        .filter(({ from }) => from.startsWith('@landfall/') || /\/(libs|apps)\//.test(from))
        .map((one) => ({ file, ...one })),
    );
    expect(new Set(ours.map(({ file }) => file))).toEqual(new Set(['wire/words.ts']));
    expect(ours.every(({ from, typesOnly }) => from === '@landfall/contracts' && typesOnly)).toBe(true);
  });
});
