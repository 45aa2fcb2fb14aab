/** What one part of the tests came to. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Names of the tests that were skipped. */
  readonly skipped: readonly string[];
  /** Names of what failed. */
  readonly failures: readonly string[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: [], failures: [] };

/** Adds up parts. */
export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, part) => ({
      passed: total.passed + part.passed,
      failed: total.failed + part.failed,
      skipped: [...total.skipped, ...part.skipped],
      failures: [...total.failures, ...part.failures],
    }),
    nothing,
  );
}

/** A check that counts as one test. */
export function single(name: string, passed: boolean): Tally {
  return passed ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, failures: [name] };
}

/** The closing line of `npm test`. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}
