import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { checkExamples } from '../mappings/examples/check-examples.ts';
import { filedMappings } from '../mappings/mapping-files.ts';
import { mappingFiles } from './mapping-template.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-new-mapping-'));
  mkdirSync(join(folder, 'examples'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it.each(['json', 'xml'] as const)(
  'a new mapping file of %s has under 60 lines, no fault, and reads its own example',
  (format) => {
    const [file, example] = mappingFiles('3-post', format);
    expect(file?.text.split('\n').length).toBeLessThan(60);
    writeFileSync(join(folder, basename(file?.path ?? '')), file?.text ?? '');
    writeFileSync(join(folder, 'examples', basename(example?.path ?? '')), example?.text ?? '');
    const filed = filedMappings(folder).get('3-post');
    expect(filed?.mapping.format).toBe(format);
    expect(filed && checkExamples(filed)).toEqual([]);
  },
);
