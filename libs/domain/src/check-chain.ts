import { chain as theChain, type Chain } from './chain.ts';
import {
  derivedTriggers,
  legs,
  machines,
  troubleEnds,
  waits,
  type Dwell,
  type Lane,
  type LegDefinition,
  type Machine,
  type Transition,
} from './legs/leg.ts';

/**
 * Checks the chain's tables: nothing unknown, nothing unreachable, nothing said twice, no milestone forgotten.
 * Returns one sentence for each fault; an empty list means that the tables hold together.
 */
export function checkChain(chain: Chain = theChain): string[] {
  return [
    ...checkTroubles(chain),
    ...checkOrder(chain),
    ...checkVocabulary(chain),
    ...checkLegs(chain),
    ...checkHandOvers(chain),
    ...checkTransitions(chain),
  ];
}

const transitionsOf = (chain: Chain): readonly Transition[] => [
  ...chain.legs.flatMap((leg) => leg.transitions),
  ...chain.anyLeg.transitions,
];

const vocabularyOf = (chain: Chain): string[] =>
  [...chain.legs.flatMap((leg) => leg.milestones), ...chain.anyLeg.milestones].map(({ name }) => name);

function checkOrder(chain: Chain): string[] {
  const order = chain.legs.map(({ leg }) => leg).join(' > ');
  const faults = order === legs.join(' > ') ? [] : [`legs stand in the order ${order}`];
  const named = chain.waits.map(({ wait }) => wait);
  return [
    ...faults,
    ...waits.filter((wait) => !named.includes(wait)).map((wait) => `wait ${wait} is not defined`),
  ];
}

function checkVocabulary(chain: Chain): string[] {
  const names = vocabularyOf(chain);
  const used = new Set([
    ...transitionsOf(chain).flatMap(({ on }) => on),
    ...chain.legs.flatMap(({ stateless }) => stateless),
    ...chain.anyLeg.stateless,
  ]);
  return [
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `milestone ${name} is defined twice`),
    ...names.filter((name) => !used.has(name)).map((name) => `milestone ${name} has no transition`),
    ...[...used]
      .filter((name) => !names.includes(name) && !(derivedTriggers as readonly string[]).includes(name))
      .map((name) => `transition on unknown milestone ${name}`),
  ];
}

function checkTroubles(chain: Chain): string[] {
  const names = vocabularyOf(chain);
  const definitions = [...chain.legs, chain.anyLeg];
  const troubles = definitions.flatMap((definition) => definition.troubles ?? []);
  const held = new Set(troubles.map(({ told }) => told));
  const silent = definitions.flatMap(({ stateless, milestones }) =>
    milestones.filter(({ name, kind }) => kind === 'trouble' && stateless.includes(name)),
  );
  return [
    ...troubles
      .flatMap(({ told, until }) => [told, ...until])
      .filter((name) => !names.includes(name) && !(troubleEnds as readonly string[]).includes(name))
      .map((name) => `trouble with unknown milestone ${name}`),
    ...silent
      .filter(({ name }) => !held.has(name) && name !== 'cancelled')
      .map(({ name }) => `trouble ${name} is held by nothing`),
  ];
}

function checkLegs(chain: Chain): string[] {
  const names = vocabularyOf(chain);
  return chain.legs.flatMap((leg) => [
    ...[...leg.begins, leg.ends]
      .filter((name) => !names.includes(name))
      .map((name) => `leg ${leg.leg} begins or ends with unknown milestone ${name}`),
    ...dwellsOf(leg)
      .filter(({ p50Hours, p95Hours }) => !(p50Hours > 0 && p50Hours < p95Hours))
      .map(() => `leg ${leg.leg} has a prior dwell whose P95 is not above its P50`),
  ]);
}

function dwellsOf({ priorDwell }: LegDefinition): Dwell[] {
  return 'p50Hours' in priorDwell ? [priorDwell] : Object.values(priorDwell);
}

function checkHandOvers(chain: Chain): string[] {
  const next = new Map<string, readonly string[]>([
    ...chain.legs.map(({ leg, handsOverTo }) => [leg, handsOverTo] as const),
    ...chain.waits.map(({ wait, handsOverTo }) => [wait, [handsOverTo]] as const),
  ]);
  const unknown = [...next].flatMap(([from, to]) =>
    to.filter((name) => !next.has(name)).map((name) => `${from} hands over to unknown ${name}`),
  );
  const start = chain.legs[0]?.leg ?? '';
  const reached = closure(start, (from) => next.get(from) ?? []);
  const unreachable = [...next.keys()].filter((name) => !reached.has(name));
  return [...unknown, ...unreachable.map((name) => `no hand-over leads to ${name}`)];
}

function checkTransitions(chain: Chain): string[] {
  const rows = transitionsOf(chain);
  const known = (Object.keys(machines) as Machine[]).flatMap((machine) =>
    checkMachine(
      machine,
      rows.filter((row) => row.machine === machine),
    ),
  );
  const strange = rows.filter((row) => !(row.machine in machines));
  return [...known, ...strange.map((row) => `transition of unknown machine ${String(row.machine)}`)];
}

function checkMachine(machine: Machine, rows: readonly Transition[]): string[] {
  const states: readonly string[] = machines[machine];
  const named = rows.flatMap((row) => [...row.from, row.to] as readonly string[]);
  const unknown = [...new Set(named)].filter((state) => !states.includes(state));
  const reached = closure(states[0] ?? '', (from) =>
    rows.filter((row) => (row.from as readonly string[]).includes(from)).map((row) => row.to),
  );
  return [
    ...unknown.map((state) => `${machine} names unknown state ${state}`),
    ...states.filter((state) => !reached.has(state)).map((state) => `${machine} never reaches ${state}`),
    ...ambiguous(machine, rows),
  ];
}

function ambiguous(machine: Machine, rows: readonly Transition[]): string[] {
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const row of rows) {
    const lanes: readonly Lane[] = row.lane === undefined ? ['cross_border', 'domestic'] : [row.lane];
    for (const on of row.on)
      for (const from of row.from)
        for (const lane of lanes) {
          const key = `${machine} has two transitions on ${on} from ${from} (${lane})`;
          if (seen.has(key)) faults.push(key);
          seen.add(key);
        }
  }
  return faults;
}

function closure(start: string, next: (from: string) => readonly string[]): Set<string> {
  const reached = new Set([start]);
  for (const from of reached) for (const to of next(from)) reached.add(to);
  return reached;
}
