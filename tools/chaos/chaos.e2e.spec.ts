import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { provideStack } from '../stack/provide-stack.ts';
import type { Stack } from '../stack/stack.ts';
import { buildPrograms } from '../workload/build-programs.ts';
import { playRun, type RunResult } from './campaign.ts';
import { playControl } from './controls.ts';
import { complaintOf } from './report.ts';
import { scenarios } from './scenarios.ts';

/** The short form of `npm run chaos`: one run of what takes little time, and one protection taken away. */
const common = { seed: 1, scans: 600, signal: new AbortController().signal };
const limitMs = 120_000;

let stack: Stack;
let logDir: string;

beforeAll(async () => {
  logDir = mkdtempSync(join(tmpdir(), 'landfall-chaos-'));
  await buildPrograms('chaos', common.signal);
  stack = await provideStack({ purpose: 'chaos', mode: 'native' });
  stack.supervise(() => undefined);
}, limitMs);

afterAll(async () => {
  await stack.stop();
  rmSync(logDir, { recursive: true, force: true });
});

const play = async (name: string, run: number): Promise<RunResult> => {
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`no scenario is called ${name}`);
  return playRun({ ...common, stack, scenario, run, logDir: join(logDir, name) });
};

describe('the pipe', () => {
  it(
    'applies everything once when carriers repeat, delay and break what they send',
    async () => expect(complaintOf(await play('calm', 0))).toBeUndefined(),
    limitMs,
  );

  it(
    'applies everything once when its processes, Kafka and Postgres are killed',
    async () => {
      const result = await play('kills', 0);
      expect(result.faults).toHaveLength(4);
      expect(complaintOf(result)).toBeUndefined();
    },
    limitMs,
  );

  it(
    'stops at a log that was truncated past its fences, and goes on when they are reset',
    async () => {
      const result = await play('topic-anew', 1);
      expect(result.faults).toHaveLength(2);
      expect(complaintOf(result)).toBeUndefined();
    },
    limitMs,
  );

  it(
    'applies everything once when a service is put back to an older backup',
    async () => {
      const result = await play('restored-backup', 1);
      expect(result.faults).toHaveLength(2);
      expect(complaintOf(result)).toBeUndefined();
    },
    limitMs,
  );

  it(
    'is seen to fail when event ids are not claimed',
    async () => {
      const { caught } = await playControl('no_dedup', { ...common, stack, logDir: join(logDir, 'control') });
      expect(caught).toMatch(/duplicated [1-9]/);
    },
    limitMs,
  );
});
