import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { FuzzReport } from './report.ts';
import { startFuzz } from './start-fuzz.ts';

/** The short form of `npm run chaos -- fuzz`. */
const limitMs = 300_000;

let folder: string;

beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'landfall-fuzz-spec-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it(
  'bodies that nobody should send are refused or set aside, and end nothing',
  async () => {
    const json = join(folder, 'report.json');
    const code = await startFuzz(
      ['--runs', '4000', '--http', '80', '--json', json],
      new AbortController().signal,
    );
    const { inProcess, overHttp } = JSON.parse(readFileSync(json, 'utf8')) as FuzzReport;
    expect(inProcess.failures).toEqual([]);
    expect(overHttp?.complaints).toEqual([]);
    expect(code).toBe(0);
  },
  limitMs,
);
