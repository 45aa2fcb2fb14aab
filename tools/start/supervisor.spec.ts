import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { commandLineOf, sendSignal } from '../stack/processes.ts';
import { endLeftovers, Supervisor } from './supervisor.ts';

/** Collects reports; `until` resolves with the first one that matches. */
class Reports {
  readonly #lines: string[] = [];
  readonly #waiting = new Set<() => void>();

  readonly add = (line: string): void => {
    this.#lines.push(line);
    this.#waiting.forEach((look) => look());
  };

  until(pattern: RegExp): Promise<string> {
    return new Promise((done) => {
      const look = (): void => {
        const index = this.#lines.findIndex((line) => pattern.test(line));
        if (index < 0) return;
        this.#waiting.delete(look);
        done(this.#lines.splice(index, 1)[0] as string);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

describe('the supervisor', () => {
  let dir: string;
  let supervisor: Supervisor;
  let reports: Reports;
  const program = (script: string) => ({
    name: 'demo',
    command: process.execPath,
    args: ['-e', script, dir],
    env: process.env,
  });
  const staying = "console.error('up'); setInterval(() => undefined, 1000)";

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'landfall-supervisor-'));
    reports = new Reports();
    supervisor = new Supervisor({ logDir: dir, pidFile: join(dir, 'pids.json'), report: reports.add });
  });
  afterEach(async () => {
    await supervisor.stop();
    rmSync(dir, { recursive: true });
  });

  it('starts a killed program again, and ends it at stop', async () => {
    const twice = `const fs = require('node:fs'); const mark = process.argv[1] + '/ran';
      const again = fs.existsSync(mark); fs.writeFileSync(mark, ''); console.error(again ? 'again' : 'up');
      setInterval(() => undefined, 1000)`;
    supervisor.start(program(twice));
    await reports.until(/demo: up/);
    const first = supervisor.pidOf('demo') as number;
    sendSignal(first, 'SIGKILL');
    await reports.until(/demo ended \(SIGKILL\); starting it again in 0.25 s/);
    await reports.until(/demo: again/);
    const second = supervisor.pidOf('demo') as number;
    expect(second).not.toBe(first);

    await supervisor.stop();
    expect(commandLineOf(second)).toBeUndefined();
  });

  it('writes all output to the log and shows only what is noteworthy', async () => {
    supervisor.start(
      program("console.log('quiet'); console.error('loud'); setInterval(() => undefined, 1000)"),
    );
    await reports.until(/^demo: loud$/);
    await supervisor.stop();
    expect(readFileSync(join(dir, 'demo.log'), 'utf8').split('\n').sort()).toEqual(['', 'loud', 'quiet']);
  });

  it('reports a program that cannot be started', async () => {
    supervisor.start({ ...program(''), command: join(dir, 'absent') });
    expect(await reports.until(/ended/)).toMatch('ENOENT');
  });

  it('leaves a note by which the programs of a killed supervisor are found and ended', async () => {
    supervisor.start(program(staying));
    await reports.until(/demo: up/);
    const pid = supervisor.pidOf('demo') as number;
    const note = readFileSync(join(dir, 'pids.json'), 'utf8');
    expect(JSON.parse(note)).toEqual([{ pid, commandLine: commandLineOf(pid) }]);

    const ended = reports.until(/demo ended/);
    expect(await endLeftovers(join(dir, 'pids.json'))).toBe(1);
    await ended;
  });
});
