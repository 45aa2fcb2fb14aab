import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InternalTokens } from '@landfall/service-kit';
import { eventually } from '@landfall/testing';
import { newSecrets, randomPorts } from '../stack/environment.ts';
import { freePort } from '../stack/ports.ts';
import { provideStack } from '../stack/provide-stack.ts';
import type { Stack } from '../stack/stack.ts';
import { Supervisor } from '../start/supervisor.ts';
import { programOf, startSystem, type System } from '../start/system.ts';
import { groupOf, numbersOnTopic, scansApplied } from './load/acknowledged.ts';
import { freeze } from './load/freeze.ts';
import { Uploader, unanswered } from './load/uploader.ts';
import { isReady, watchMemory } from './load/watch-process.ts';

const topicPrefix = 'load.';
const secrets = newSecrets();
const tokens = new InternalTokens(secrets.internalToken);
const small = { numbers: 1, scansEach: 100 };
const large = { numbers: 50, scansEach: 60 };
const mostMb = 640;
/** After which the group would notice by itself that a member is gone. */
const sessionTimeoutMs = 10_000;

let stack: Stack;
let system: System;
let supervisor: Supervisor;
let logDir: string;
let url: string;
const ends: { line: string; at: number }[] = [];

beforeAll(async () => {
  stack = await provideStack({ purpose: 'test', mode: 'native' });
  logDir = mkdtempSync(join(tmpdir(), 'landfall-load-'));
  supervisor = new Supervisor({
    logDir,
    restart: false,
    report: (line) => void ends.push({ line, at: performance.now() }),
  });
  const ports = await randomPorts();
  url = `http://127.0.0.1:${ports['carrier-tracking']}`;
  system = await startSystem({
    stack,
    ports,
    secrets,
    supervisor,
    topicPrefix,
    smtpUrl: 'smtp://127.0.0.1:9',
    only: ['carrier-tracking'],
  });
}, 240_000);

afterAll(async () => {
  await supervisor.stop();
  await stack.stop();
  rmSync(logDir, { recursive: true, force: true });
});

const pidOf = (server: 'kafka' | 'postgres'): number => {
  const pid = stack.pids()[server];
  if (pid === undefined) throw new Error(`${server} does not run`);
  return pid;
};

const readiness = (ready: boolean) =>
  eventually(
    () => isReady(url),
    (now) => now === ready,
    20_000,
  );

/** Those that were acknowledged and are not there. */
const missing = async (uploader: Uploader): Promise<string[]> => {
  const there = await numbersOnTopic(stack, topicPrefix);
  return [...uploader.acknowledged.keys()].filter((number) => !there.has(number));
};

/** The books of an uploader, for people. */
const tell = (what: string, uploader: Uploader, more: Record<string, unknown> = {}): void =>
  console.info(what, {
    answers: Object.fromEntries(uploader.answers),
    acknowledged: uploader.acknowledged.size,
    ...more,
  });

describe('a service under more load than it can take', () => {
  it('refuses some for a while, keeps its memory, and has all that it acknowledged', async () => {
    const uploader = new Uploader(url, tokens);
    const memory = watchMemory(url);
    await uploader.hammer(100, large, AbortSignal.timeout(5_000));
    await memory.stop();
    tell('overload', uploader, { peakMb: memory.peakMb });

    expect(uploader.rude).toEqual([]);
    expect([...uploader.answers.keys()].sort()).toEqual([202, 503]);
    expect(memory.peakMb).toBeLessThan(mostMb);
    expect(await missing(uploader)).toEqual([]);
  });
});

describe.each([
  { server: 'kafka', options: small },
  { server: 'postgres', options: { ...small, withKey: true } },
] as const)('a service whose $server is away', ({ server, options }) => {
  it('says so, refuses what it cannot keep, and comes back by itself', async () => {
    const uploader = new Uploader(url, tokens);
    await readiness(true);
    const memory = watchMemory(url);
    const goOn = freeze(pidOf(server));
    const frozen = performance.now();
    const stop = new AbortController();
    const hammering = uploader.hammer(40, options, stop.signal);
    let red: number;
    try {
      await readiness(false);
      red = performance.now() - frozen;
      await eventually(
        async () => uploader.answers.get(503) ?? 0,
        (refused) => refused > 40,
      );
    } finally {
      goOn();
    }
    const back = performance.now();
    await readiness(true);
    const green = performance.now() - back;
    await eventually(
      () => uploader.upload(options),
      (status) => status === 202,
    );
    stop.abort();
    await hammering;
    await memory.stop();
    tell(`${server} away`, uploader, { red, green, peakMb: memory.peakMb });

    expect(uploader.rude).toEqual([]);
    expect(uploader.answers.has(unanswered)).toBe(false);
    expect(memory.peakMb).toBeLessThan(mostMb);
    expect(await missing(uploader)).toEqual([]);
  });
});

/** Tells a program to end and resolves, once it has, to how it went and after how many ms. */
const endOf = async (name: string): Promise<{ line: string; ms: number }> => {
  const pid = supervisor.pidOf(name);
  if (pid === undefined) throw new Error(`${name} does not run`);
  const told = performance.now();
  process.kill(pid, 'SIGTERM');
  const end = await eventually(
    async () => ends.find(({ line }) => line.startsWith(`${name} ended`)),
    (found) => found !== undefined,
  );
  return { line: end?.line ?? '', ms: (end?.at ?? Infinity) - told };
};

describe('a service that is told to end', () => {
  it('ends in time with all that it acknowledged, and hands over at once', async () => {
    const groupId = `${topicPrefix}landfall.carrier-tracking`;
    const env = { ...system.environment.services['carrier-tracking'], PORT: String(await freePort()) };
    supervisor.start({ ...programOf('carrier-tracking', env), name: 'successor' });
    await eventually(
      () => groupOf(stack, groupId),
      (group) => group.members === 2 && group.isStable,
    );

    const uploader = new Uploader(url, tokens);
    const stop = new AbortController();
    const hammering = uploader.hammer(30, small, stop.signal);
    await eventually(
      async () => uploader.acknowledged.size,
      (acknowledged) => acknowledged > 100,
    );

    const told = performance.now();
    const ending = endOf('carrier-tracking');
    await eventually(
      () => groupOf(stack, groupId),
      (group) => group.members === 1 && group.isStable,
    );
    const handedOverMs = performance.now() - told;
    const end = await ending;
    stop.abort();
    await hammering;
    tell('SIGTERM', uploader, { endedMs: end.ms, handedOverMs });

    expect(end.line).toContain('exit code 0');
    expect(end.ms).toBeLessThan(5_000);
    expect(handedOverMs).toBeLessThan(sessionTimeoutMs);
    expect(uploader.rude).toEqual([]);
    expect(await missing(uploader)).toEqual([]);
    await eventually(
      () => scansApplied(stack),
      (applied) => [...uploader.acknowledged].every(([number, scans]) => applied.get(number) === scans),
    );
  });

  it('ends in time when everything that it needs is away', async () => {
    const goOn = [freeze(pidOf('kafka')), freeze(pidOf('postgres'))];
    try {
      const end = await endOf('successor');
      console.info('SIGTERM without Kafka and Postgres', end);
      expect(end.line).toContain('exit code 0');
      expect(end.ms).toBeLessThan(5_000);
    } finally {
      for (const each of goOn) each();
    }
  });
});
