import { absenceCodes, type Truth } from '../truth/truth.ts';
import { day, type Instant } from '../wire/instants.ts';
import type { Alarm } from './answers.ts';
import { judge } from './judge.ts';
import { rounded, share } from './numbers.ts';

/** When news of a parcel came, and when its story was over for whoever listens. */
export interface News {
  /** When the parcel was announced. */
  readonly since: Instant;
  /** In order. */
  readonly heard: readonly Instant[];
  /** It was told to have ended; null: never. */
  readonly over: Instant | null;
}

export interface RuleScore {
  bestDays: number;
  tp: number;
  fp: number;
  fn: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
}

const mostDays = 30;

/**
 * The field's usual rule, "no update for N days": for each code of absence its best N, by F1, judged exactly as ours is,
 * but that the leg does not matter: the rule knows none.
 */
export class UsualRule {
  readonly #tolerance: number;
  readonly #counts = new Map<string, { tp: number; fp: number; fn: number }[]>();

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
    for (const code of absenceCodes)
      this.#counts.set(
        code,
        Array.from({ length: mostDays }, () => ({ tp: 0, fp: 0, fn: 0 })),
      );
  }

  add(truth: Truth, news: News, ends: Instant): void {
    for (let days = 1; days <= mostDays; days++) {
      const silences = silencesOf(news, days, ends);
      for (const code of absenceCodes) {
        const count = this.#counts.get(code)?.[days - 1];
        const ofCode = withoutLegs(truth, code);
        if (!count || (silences.length === 0 && ofCode.planted.length === 0)) continue;
        const alarms = silences.map((silence) => ({ ...silence, code }));
        const verdict = judge(ofCode, alarms, this.#tolerance);
        count.tp += verdict.found.length;
        count.fn += verdict.missed.length;
        count.fp += verdict.false.length;
      }
    }
  }

  scores(): Record<string, RuleScore> {
    return Object.fromEntries([...this.#counts].map(([code, counts]) => [code, bestOf(counts)]));
  }
}

function withoutLegs(truth: Truth, code: string): Truth {
  const ofCode = <Z extends Truth['excused'][number]>(zones: readonly Z[]): Z[] =>
    zones.filter((zone) => zone.code === code).map((zone) => ({ ...zone, stages: null }));
  return { ...truth, planted: ofCode(truth.planted), excused: ofCode(truth.excused) };
}

function silencesOf({ since, heard, over }: News, days: number, ends: Instant): Omit<Alarm, 'code'>[] {
  const until = Math.min(over ?? ends, ends);
  const times = [since, ...heard.filter((at) => at < until), until];
  return times.flatMap((to, index) => {
    const from = times[index - 1];
    if (from === undefined || to - from <= days * day) return [];
    const openedAt = from + days * day;
    const endedAt = to === ends && over === null ? null : to;
    return [{ leg: null, openedAt, detectedAt: openedAt, endedAt, held: false }];
  });
}

function bestOf(counts: readonly { tp: number; fp: number; fn: number }[]): RuleScore {
  const scores = counts.map(({ tp, fp, fn }, index) => ({
    bestDays: index + 1,
    ...{ tp, fp, fn },
    precision: rounded(share(tp, tp + fp)),
    recall: rounded(share(tp, tp + fn)),
    f1: f1Of({ tp, fp, fn }),
  }));
  return scores.reduce((best, score) => ((score.f1 ?? 0) > (best.f1 ?? 0) ? score : best));
}

/** The harmonic mean of precision and recall. */
export const f1Of = ({ tp, fp, fn }: { tp: number; fp: number; fn: number }): number | null =>
  rounded(share(2 * tp, 2 * tp + fp + fn));
