import {
  blameForReason,
  catalogueEntry,
  chain,
  exceptionCodes,
  finalPhases,
  priorDwell,
  reasons,
  type CatalogueEntry,
  type Dwell,
  type FinalPhase,
  type LegDefinition,
  type WaitDefinition,
} from '@landfall/domain';
import { markdownTable } from '../markdown-table.ts';

const watched = exceptionCodes.map((code) => catalogueEntry(code)).filter((entry) => entry !== null);

const code = (word: string): string => `\`${word}\``;

const legsOf = ({ legs, subject }: CatalogueEntry): string => {
  if (subject === 'order') return 'the order';
  if (legs === 'present') return 'where it is';
  return legs.length === 0 ? 'none' : legs.map(code).join(', ');
};

/** When each code opens and what clears it, by its own rule. */
export function conditions(): string {
  const rows = watched.map((entry) => [code(entry.code), legsOf(entry), entry.opens, entry.clears]);
  return markdownTable(['code', 'leg', 'opens when', 'cleared by'], rows);
}

/** What each code means for whoever has to act, by its own rule. */
export function consequences(): string {
  const rows = watched.map(({ code: name, blames, severities, failsUntouched, actions, mayBeHeld }) => [
    code(name),
    blames,
    severities.join(', then '),
    failsUntouched,
    actions.map((action) => `${code(action.name)} (${action.failsAfter})`).join(', ') || '-',
    mayBeHeld ? 'yes' : 'no',
  ]);
  return markdownTable(
    ['code', 'answers for it', 'severity', 'P(fails)', 'actions (P(fails) after)', 'held by incidents'],
    rows,
  );
}

/** Who answers for each reason that a sender may give. */
export function reasonsBlamed(): string {
  const parties = Map.groupBy(reasons, (reason) => blameForReason(reason, null).party);
  return markdownTable(
    ['answers for it', 'reasons told'],
    [...parties].map(([party, of]) => [party, of.map(code).join(', ')]),
  );
}

/** The seven legs and the two waits, with what is thought of them before anything is learned. */
export function stages(): string {
  return markdownTable(
    ['leg or wait', 'part', 'begins with', 'ends with', 'prior P50 / P95 (h)'],
    [
      ...chain.legs.flatMap((leg) => [
        ...chain.waits.filter(({ handsOverTo }) => handsOverTo === leg.leg).map(waitRow),
        legRow(leg),
      ]),
      ...finalPhases.map(phaseRow),
    ],
  );
}

const legRow = ({ leg, part, begins, ends, priorDwell }: LegDefinition): string[] => [
  code(leg),
  part,
  begins.map(code).join(', '),
  code(ends),
  'p50Hours' in priorDwell
    ? hoursOf(priorDwell)
    : Object.entries(priorDwell)
        .map(([mode, dwell]) => `${mode.replaceAll('_', ' ')} ${hoursOf(dwell)}`)
        .join(', '),
];

const waitRow = ({ wait, handsOverTo, priorDwell }: WaitDefinition): string[] => [
  code(wait),
  `wait for ${code(handsOverTo)}`,
  'the end of what comes before',
  `the first scan of ${code(handsOverTo)}`,
  hoursOf(priorDwell),
];

const phaseRow = (phase: FinalPhase): string[] => [
  code(phase),
  'within `last_mile`',
  code(phase),
  code('delivered'),
  hoursOf(priorDwell(phase, null)),
];

const hoursOf = ({ p50Hours, p95Hours }: Dwell): string => `${p50Hours} / ${p95Hours}`;
