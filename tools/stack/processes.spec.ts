import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { commandLineOf, endProcess, findProcesses, parseProcessList } from './processes.ts';

describe('running processes', () => {
  it('are found by their command line, and ended even when they ignore the polite signal', async () => {
    const marker = `marker-${process.pid}-${Date.now()}`;
    const script =
      "process.on('SIGTERM', () => undefined); console.log('up'); setInterval(() => undefined, 1000)";
    const child = spawn(process.execPath, ['-e', script, marker], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    const ended = once(child, 'exit');

    expect(findProcesses(marker).map((found) => found.pid)).toEqual([child.pid]);
    await endProcess(child.pid as number, 'SIGTERM', 100);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(commandLineOf(child.pid as number)).toBeUndefined();
  });

  it('are read from a process list', () => {
    expect(parseProcessList('    1 /sbin/init splash\n 4711 java -cp a b\n')).toEqual([
      { pid: 1, commandLine: '/sbin/init splash' },
      { pid: 4711, commandLine: 'java -cp a b' },
    ]);
    expect(parseProcessList(null)).toEqual([]);
  });
});
