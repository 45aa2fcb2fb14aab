import { hour } from '../wire/instants.ts';
import type { Verdict } from './judge.ts';
import { median, rounded, share } from './numbers.ts';

/** How well one code is found. */
export interface CodeScore {
  /** Planted ones that could be known before the end. */
  truth: number;
  tp: number;
  fp: number;
  fn: number;
  precision: number | null;
  recall: number | null;
  /** From our detection to what would have made people notice; null where nothing does. */
  leadHoursP50: number | null;
  /** Alarms that count for nobody: stays between P95 and P99.9, and what follows from another trouble. */
  excused: number;
  /** Further alarms about what was found already. */
  repeated: number;
}

/** Adds up the verdicts, code by code. */
export class CodeTally {
  readonly #scores = new Map<string, CodeScore>();
  readonly #leads = new Map<string, number[]>();

  add(verdict: Verdict): void {
    for (const { planted, alarm } of verdict.found) {
      const score = this.#of(planted.code);
      score.truth += 1;
      score.tp += 1;
      if (planted.marker === null) continue;
      const leads = this.#leads.get(planted.code) ?? [];
      leads.push((planted.marker - alarm.detectedAt) / hour);
      this.#leads.set(planted.code, leads);
    }
    for (const planted of verdict.missed) {
      const score = this.#of(planted.code);
      score.truth += 1;
      score.fn += 1;
    }
    for (const alarm of verdict.false) this.#of(alarm.code).fp += 1;
    for (const alarm of verdict.excused) this.#of(alarm.code).excused += 1;
    for (const alarm of verdict.repeated) this.#of(alarm.code).repeated += 1;
  }

  scores(): Record<string, CodeScore> {
    return Object.fromEntries(
      [...this.#scores]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([code, score]) => [
          code,
          {
            ...score,
            precision: rounded(share(score.tp, score.tp + score.fp)),
            recall: rounded(share(score.tp, score.truth)),
            leadHoursP50: rounded(median(this.#leads.get(code) ?? [])),
          },
        ]),
    );
  }

  #of(code: string): CodeScore {
    const known = this.#scores.get(code);
    if (known) return known;
    const none = {
      ...{ truth: 0, tp: 0, fp: 0, fn: 0, excused: 0, repeated: 0 },
      ...{ precision: null, recall: null, leadHoursP50: null },
    };
    this.#scores.set(code, none);
    return none;
  }
}
