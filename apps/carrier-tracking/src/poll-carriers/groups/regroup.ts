import type { DueNumber, Fate, KnownNumber } from './group.ts';

/** A number that was asked about. */
export interface SettledNumber {
  readonly known: KnownNumber;
  /** Null: never again, unless something is heard of it. */
  readonly fate: Fate | null;
}

/** Numbers that share their fate. */
export interface Together {
  readonly fate: Fate;
  readonly numbers: readonly KnownNumber[];
}

/** What becomes of a group whose numbers do not all share one fate. */
export interface Regrouped {
  /** Those that most share their fate with; null: none is asked about again. */
  readonly stay: Together | null;
  /** Those that failed, each a group of its own; from the second time on half as large, so that a number which spoils others is found. */
  readonly apart: readonly Together[];
  /** Those that go with others of their kind. */
  readonly leave: readonly DueNumber[];
  readonly ended: readonly KnownNumber[];
}

/**
 * Numbers whose fates are one object stay together, as many as fit.
 * @param capacityOf how many numbers of a fate go into one call
 */
export const regroup = (numbers: readonly SettledNumber[], capacityOf: (fate: Fate) => number): Regrouped => {
  const byFate = Map.groupBy(numbers, ({ fate }) => fate);
  const ended = (byFate.get(null) ?? []).map(({ known }) => known);
  byFate.delete(null);
  const parts = [...byFate]
    .flatMap(([fate, of]) => (fate ? [{ fate, numbers: of.map(({ known }) => known) }] : []))
    .sort((a, b) => b.numbers.length - a.numbers.length)
    .flatMap(({ fate, numbers: all }) => {
      const most = fate.attempts > 1 ? Math.ceil(numbers.length / 2) : capacityOf(fate);
      return chunks(all, most).map((part): Together => ({ fate, numbers: part }));
    });
  const [stay = null, ...rest] = parts;
  return {
    stay,
    apart: rest.filter(({ fate }) => fate.attempts > 0),
    leave: rest
      .filter(({ fate }) => fate.attempts === 0)
      .flatMap(({ fate, numbers: of }) => of.map((known) => ({ known, fate }))),
    ended,
  };
};

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
