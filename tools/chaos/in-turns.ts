/** A run of a scenario. */
export interface Turn {
  readonly name: string;
  /** Counted from 0 in its scenario. */
  readonly run: number;
}

/** Of each scenario, where nobody says how many in all. */
const defaultRounds = 3;

/** So many runs, the scenarios taking turns: first one of each, then a second one of each. `long` has one by itself. */
export function inTurns(names: readonly string[], runs?: number): Turn[] {
  const rounds = names.includes('long') ? 1 : defaultRounds;
  const turns = names.length === 0 ? 0 : (runs ?? rounds * names.length);
  return Array.from({ length: turns }, (_, turn) => ({
    name: names[turn % names.length] ?? '',
    run: Math.floor(turn / names.length),
  }));
}
