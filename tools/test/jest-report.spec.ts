import { describe, expect, it } from '@jest/globals';
import { tallyJest } from './jest-report.ts';
import type { JestReport } from './jest-report.ts';
import { closingLine, single, sum } from './tally.ts';

type Result = JestReport['testResults'][number];

const file = (status: string, ...tests: [string, string][]): Result => ({
  name: '/repo/a.spec.ts',
  status,
  message: '',
  assertionResults: tests.map(([fullName, result]) => ({ fullName, status: result })),
});
const report = (...testResults: Result[]): JestReport => ({ testResults });

describe('the count of a Jest run', () => {
  it('has passed, failed and skipped tests, skipped ones by name', () => {
    const tally = tallyJest(
      'unit',
      report(file('failed', ['a', 'passed'], ['b', 'failed'], ['c', 'pending'])),
      1,
    );
    expect(tally).toEqual({ passed: 1, failed: 1, skipped: ['unit: c'], failures: ['unit: b'] });
  });

  it('counts todo tests as skipped', () => {
    expect(tallyJest('unit', report(file('passed', ['a', 'passed'], ['later', 'todo'])), 0).skipped).toEqual([
      'unit: later',
    ]);
  });

  it('counts a file that could not be run as a failure', () => {
    const tally = tallyJest('unit', report(file('failed'), file('passed', ['a', 'passed'])), 1);
    expect(tally).toMatchObject({
      passed: 1,
      failed: 1,
      failures: ['unit: /repo/a.spec.ts could not be run'],
    });
  });

  it('counts a crash of Jest, a run without tests and an unexplained exit code as failures', () => {
    expect(tallyJest('e2e', undefined, 134)).toMatchObject({ failed: 1 });
    expect(tallyJest('e2e', report(), 0)).toMatchObject({ failed: 1, failures: ['e2e: no test was found'] });
    expect(tallyJest('e2e', report(file('passed', ['a', 'passed'])), 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });
});

describe('the closing line', () => {
  it('adds up all parts', () => {
    const tests = tallyJest('unit', report(file('passed', ['a', 'passed'], ['b', 'pending'])), 0);
    expect(closingLine(sum([single('format', true), single('types', false), tests]))).toBe(
      '2 passed, 1 failed, 1 skipped',
    );
  });
});
