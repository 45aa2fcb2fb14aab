import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { cpuPerEvent, parseStat, readCpu } from './cpu-time.ts';

/** A process whose child burns CPU and ends; it tells its own CPU seconds and its child's, and stays. */
const burner = `
  const { readFileSync } = require('node:fs');
  const child = 'while (process.cpuUsage().user < 250_000);';
  require('node:child_process').spawnSync(process.execPath, ['-e', child]);
  const line = readFileSync('/proc/self/stat', 'utf8');
  const ticks = line.slice(line.lastIndexOf(')') + 2).split(' ').map(Number);
  process.stdout.write(JSON.stringify({ own: (ticks[11] + ticks[12]) / 100, children: (ticks[13] + ticks[14]) / 100 }));
  setInterval(() => undefined, 1_000);`;

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('CPU times', () => {
  it('are read behind a program name with brackets and blanks', () => {
    const line = '42 (a) (b c) S 7 42 42 0 -1 4194560 1 2 3 4 150 25 30 5 20 0 11 0 1 2 3';
    expect(parseStat(line)).toEqual({ parent: 7, own: 175, ended: 35 });
  });

  it('are told per event, in microseconds', () => {
    const before = { service: 1, postgres: 2, kafka: 3 };
    const after = { service: 1.5, postgres: 2.25, kafka: 3 };
    expect(cpuPerEvent(before, after, 1_000)).toEqual({
      all: 750,
      by: { service: 500, postgres: 250, kafka: 0 },
    });
  });

  onLinux('of a postmaster include its children, ended ones too', async () => {
    const child = spawn(process.execPath, ['-e', burner], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [text] = (await once(child.stdout, 'data')) as [Buffer];
      const burnt = JSON.parse(text.toString()) as { own: number; children: number };
      const { postmaster } = readCpu({ postmaster: child.pid ?? 0 });
      expect(burnt.children).toBeGreaterThan(0.2);
      expect(postmaster).toBeGreaterThan((burnt.own + burnt.children) * 0.9);
    } finally {
      child.kill('SIGKILL');
    }
  });

  onLinux('of a process that is gone are an error', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const pid = child.pid ?? 0;
    expect(() => readCpu({ here: process.pid, gone: pid })).toThrow('gone (process');
  });
});
