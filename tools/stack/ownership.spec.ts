import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { claim, ownerOf, release } from './ownership.ts';
import { commandLineOf } from './processes.ts';
import { writeState } from './state-file.ts';

describe('the owner of a data folder', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'landfall-owner-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('is this process from claim to release', () => {
    claim(dir);
    expect(ownerOf(dir)?.pid).toBe(process.pid);
    release(dir);
    expect(ownerOf(dir)).toBeUndefined();
  });

  it('keeps others out while it lives', () => {
    writeState(join(dir, 'owner.json'), { pid: process.ppid, commandLine: commandLineOf(process.ppid) });
    expect(() => claim(dir)).toThrow(`already running (process ${process.ppid})`);
  });

  it('no longer counts when its process id belongs to another program, or its file is half-written', () => {
    writeState(join(dir, 'owner.json'), { pid: process.ppid, commandLine: 'node of a killed run' });
    claim(dir);
    expect(ownerOf(dir)?.pid).toBe(process.pid);
  });
});
