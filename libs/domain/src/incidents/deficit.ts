import { DAY_MS, type Instant } from '../calendar/instant.ts';
import { isoWeekday } from '../calendar/working-days.ts';
import type { Leavings } from './leavings.ts';

/** How parcels leave a stage with one company, or at one place: what is remembered of it from look to look. */
export interface Deficit {
  /** Evidence that it is slow, in log-odds. */
  readonly score: number;
  /** Since when there is any; null while there is none. */
  readonly since: Instant | null;
  /** Parcels that should have left since then and have not. */
  readonly missing: number;
  /** Those of each look of the last day that saw or missed any. */
  readonly lately: readonly SeenLeavings[];
  /** Those that were as usual by the quarters of a week of days (UTC) from Monday on, weighed by their age. */
  readonly usual: readonly Leavings[];
  /** Of the running quarter of a day, and of the running day, of which `usually` should have left. */
  readonly quarter: Leavings & { readonly nth: number };
  readonly today: { readonly day: number; readonly observed: number; readonly usually: number };
  /** The squared differences of whole days, and what was expected of them. */
  readonly spread: { readonly squares: number; readonly expected: number };
  /** Whole days that it has been known for. */
  readonly days: number;
  readonly at: Instant;
}

/** What a look saw leave: `expected` as many as usually do. */
interface SeenLeavings extends Leavings {
  readonly at: Instant;
}

/** A stage that is slow lets go so much of the usual. */
const SLOW_RATE = 0.3;
const OPENS_AT = 6;
const AT_MOST = 9;
/** One look adds no more: what one push left out the next may bring. */
const A_LOOK = 4;
const CLOSES_UNDER = 2;
const LEAST_MISSING = 8;
const MOST_RATE = 3;
/** Parcels share bags and office days, however evenly they have left so far. */
const LEAST_DISPERSION = 1.25;
/** One day shows no more than so many times the dispersion that was known. */
const MOST_SPREAD = 3;
/** Before, nobody knows how evenly parcels leave; in the first of these days what was learned is too new to be held against them. */
const LEAST_DAYS = 14;
const NEW_DAYS = 7;
const USUAL_HALF_LIFE_DAYS = 28;
const SPREAD_HALF_LIFE_DAYS = 10;
/** Evidence that nothing is added to fades. */
const SCORE_HALF_LIFE_MS = 3 * DAY_MS;
/** Counts before any: as many left as should, as evenly as parcels on their own. */
const BEFOREHAND = 20;

const QUARTERS = 4;
const QUARTER_MS = DAY_MS / QUARTERS;

/** Of a day, since 1 January 1970 (UTC). What was heard of at an instant happened before it. */
const quarterOf = (at: Instant): number => Math.floor((at - 1) / QUARTER_MS);

const none: Leavings = { observed: 0, expected: 0 };

export const noDeficit = (at: Instant): Deficit => ({
  score: 0,
  since: null,
  missing: 0,
  lately: [],
  usual: Array.from({ length: 7 * QUARTERS }, () => none),
  quarter: { observed: 0, expected: 0, nth: quarterOf(at) },
  today: { observed: 0, usually: 0, day: Math.floor(at / DAY_MS) },
  spread: { squares: BEFOREHAND, expected: BEFOREHAND },
  days: 0,
  at,
});

/**
 * A deficit after another look. The score is Page's cumulative sum (1954) of the log-likelihood that parcels leave at 0.3 of their usual
 * rate against that they leave at it, as a Poisson process overdispersed as whole days have shown.
 * @param isUsualDay whether nothing but habits decides how many leave; otherwise that few do says nothing
 * @param overMs within how long they left: what a burst after a silence tells is of no quarter and no day
 */
export function withLeavings(
  before: Deficit,
  { observed, expected }: Leavings,
  isUsualDay: boolean,
  overMs: number,
  at: Instant,
): Deficit {
  const usually = rateIn(quarterOf(at), before.usual) * expected;
  const evidence = Math.min(
    isUsualDay ? A_LOOK : 0,
    (observed * Math.log(SLOW_RATE) + usually * (1 - SLOW_RATE)) / dispersionOf(before.spread),
  );
  const faded = before.score * fade(at - before.at, SCORE_HALF_LIFE_MS);
  const isKnown = before.days >= LEAST_DAYS;
  const score = isKnown ? Math.min(AT_MOST, Math.max(0, faded + evidence)) : 0;
  // The first word after a silence may be alone: the others come with the next look.
  const isBurst = overMs > DAY_MS || observed > MOST_RATE * usually + LEAST_MISSING;
  const ofQuarter = isBurst ? none : { observed, expected };
  const ofDay = isBurst ? none : { observed, expected: usually };
  return {
    ...withQuarter(before, ofQuarter, quarterOf(at)),
    ...withDay(before, ofDay.observed, ofDay.expected, Math.floor((at - 1) / DAY_MS)),
    score,
    since: score === 0 ? null : (before.since ?? before.at),
    missing: score === 0 ? 0 : before.missing + usually - observed,
    lately: [
      ...before.lately.filter((one) => one.at > at - DAY_MS),
      ...(observed === 0 && usually === 0 ? [] : [{ observed, expected: usually, at }]),
    ],
    at,
  };
}

/** How many leave in a quarter of a day for one that should by what was learned: offices and couriers have their hours and weekdays. */
function rateIn(quarter: number, usual: readonly Leavings[]): number {
  const all = usual.reduce((sum, one) => added(sum, one), { observed: BEFOREHAND, expected: BEFOREHAND });
  const rate = all.observed / all.expected;
  const { observed, expected } = usual[placeInWeek(quarter)] ?? { observed: 0, expected: 0 };
  const ofQuarter = (observed + BEFOREHAND * rate) / (expected + BEFOREHAND);
  return Math.min(MOST_RATE, Math.max(1 / MOST_RATE, ofQuarter));
}

const placeInWeek = (quarter: number): number =>
  (isoWeekday(Math.floor(quarter / QUARTERS)) - 1) * QUARTERS + (quarter % QUARTERS);

const dispersionOf = ({ squares, expected }: Deficit['spread']): number =>
  Math.max(LEAST_DISPERSION, squares / expected);

const added = (one: Leavings, other: Leavings, kept = 1): Leavings => ({
  observed: one.observed * kept + other.observed,
  expected: one.expected * kept + other.expected,
});

/** Quarters are taken for usual ones unless they end in a slowdown. */
function withQuarter(
  { usual, quarter, score }: Deficit,
  more: Leavings,
  nth: number,
): Pick<Deficit, 'usual' | 'quarter'> {
  if (nth === quarter.nth) return { usual, quarter: { ...added(quarter, more), nth } };
  const place = placeInWeek(quarter.nth);
  const kept = 0.5 ** (7 / USUAL_HALF_LIFE_DAYS);
  return {
    usual:
      score >= OPENS_AT
        ? usual
        : usual.map((one, other) => (other === place ? added(one, quarter, kept) : one)),
    quarter: { ...more, nth },
  };
}

/** Days are taken for usual ones unless they end in a slowdown. */
function withDay(
  { spread, days, today, score }: Deficit,
  observed: number,
  usually: number,
  day: number,
): Pick<Deficit, 'spread' | 'today' | 'days'> {
  if (day === today.day)
    return {
      spread,
      days,
      today: { day, observed: today.observed + observed, usually: today.usually + usually },
    };
  const begun = { day, observed, usually };
  if (score >= OPENS_AT || today.usually === 0) return { spread, days, today: begun };
  if (days < NEW_DAYS) return { spread, days: days + 1, today: begun };
  const kept = 0.5 ** (1 / SPREAD_HALF_LIFE_DAYS);
  const square = Math.min(
    (today.observed - today.usually) ** 2,
    MOST_SPREAD * dispersionOf(spread) * today.usually,
  );
  return {
    spread: {
      squares: spread.squares * kept + square + BEFOREHAND * (1 - kept),
      expected: spread.expected * kept + today.usually + BEFOREHAND * (1 - kept),
    },
    days: days + 1,
    today: begun,
  };
}

const fade = (ms: number, halfLifeMs: number): number => 0.5 ** (Math.max(0, ms) / halfLifeMs);

/** Whether it is a slowdown; one that is open lasts until nearly no evidence is left. */
export function isSlowdown({ score, missing }: Deficit, isOpen: boolean): boolean {
  if (isOpen) return score >= CLOSES_UNDER;
  return score >= OPENS_AT && missing >= LEAST_MISSING;
}

/** Whether parcels have left as ever since an instant, or for the last day, as far as that can be seen. */
export function isAsEver({ lately, score }: Deficit, since: Instant): boolean {
  const { observed, expected } = lately
    .filter(({ at }) => at > since)
    .reduce((sum, one) => added(sum, one), none);
  return expected >= 3 && observed >= 0.6 * expected && score < CLOSES_UNDER;
}

/** Whether something speaks for its being slow, though too little for an incident by itself. */
export const isDoubtful = ({ score }: Deficit): boolean => score >= CLOSES_UNDER;
