import { nothing } from './tally.ts';
import type { Tally } from './tally.ts';

/** What is read of the file that Jest writes with --json --outputFile. */
export interface JestReport {
  readonly testResults: readonly {
    /** Absolute path of the file. */
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/**
 * Counts a Jest run. A file that could not be run counts as one failure, and so does Jest itself when it left no
 * report, found no test at all, or failed although no test did.
 */
export function tallyJest(part: string, report: JestReport | undefined, exitCode: number): Tally {
  if (!report) return failure(`${part}: Jest ended with exit code ${exitCode} and left no report`);
  let passed = 0;
  const failures: string[] = [];
  const skipped: string[] = [];
  for (const file of report.testResults) {
    let failedHere = 0;
    for (const { fullName, status } of file.assertionResults) {
      if (status === 'passed') passed += 1;
      else if (status === 'failed') {
        failedHere += 1;
        failures.push(`${part}: ${fullName}`);
      } else skipped.push(`${part}: ${fullName}`);
    }
    if (file.status === 'failed' && failedHere === 0) failures.push(`${part}: ${file.name} could not be run`);
  }
  if (passed + failures.length + skipped.length === 0) return failure(`${part}: no test was found`);
  if (exitCode !== 0 && failures.length === 0)
    failures.push(`${part}: Jest ended with exit code ${exitCode}`);
  return { passed, failed: failures.length, skipped, failures };
}

function failure(name: string): Tally {
  return { ...nothing, failed: 1, failures: [name] };
}
