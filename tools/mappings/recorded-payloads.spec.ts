import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { withAcme } from './acme.spec-kit.ts';
import { recordedUnder } from './recorded-payloads.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'landfall-recorded-'));
  mkdirSync(join(dir, 'acme', 'fixtures'), { recursive: true });
  for (const name of ['a.json', 'b.json']) writeFileSync(join(dir, 'acme', 'fixtures', name), '{}');
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

const recorded = (path: string) =>
  withAcme((acme) => recordedUnder(path, new Map([['acme', acme]]))).map(({ name, payloads }) => [
    name,
    payloads.map((payload) => payload.path),
  ]);

it('recorded answers are those of the sender whose folder is on the way to them', () => {
  expect(recorded(dir)).toEqual([
    ['acme', [join('acme', 'fixtures', 'a.json'), join('acme', 'fixtures', 'b.json')]],
  ]);
});

it('a file alone is read as the answer that it is', () => {
  expect(recorded(join(dir, 'acme', 'fixtures', 'b.json'))).toEqual([['acme', [join('fixtures', 'b.json')]]]);
});
