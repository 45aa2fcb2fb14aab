import type { SenderReport } from './check-sender.ts';
import { unmappedText } from './event-faults.ts';
import { comparedFields } from './karrio.ts';

export interface MappingsReport {
  senders: Record<string, SenderReport>;
  totals: Totals;
  examples: ExamplesReport;
}

/** What the mapping files' own examples are read as. */
export interface ExamplesReport {
  /** Mapping files whose examples were read. */
  files: number;
  faults: string[];
}

export interface Totals {
  senders: number;
  payloads: number;
  eventsFound: number;
  timesRight: number;
  milestonesMapped: number;
  noScans: number;
  unmappedCodes: number;
  agreed: number;
  disagreements: number;
  unexplained: number;
}

const unexplainedOf = ({ disagreements }: SenderReport): number =>
  disagreements.filter(({ reason }) => reason === undefined).length;

export function reportOf(senders: Record<string, SenderReport>, examples: ExamplesReport): MappingsReport {
  const all = Object.values(senders);
  const sum = (of: (sender: SenderReport) => number) => all.reduce((total, sender) => total + of(sender), 0);
  return {
    senders,
    examples,
    totals: {
      senders: all.length,
      payloads: sum((one) => one.payloads),
      eventsFound: sum((one) => one.eventsFound),
      timesRight: sum((one) => one.timesRight),
      milestonesMapped: sum((one) => one.milestonesMapped),
      noScans: sum((one) => one.noScans),
      unmappedCodes: sum((one) => one.unmappedCodes.length),
      agreed: sum((one) => comparedFields.reduce((total, field) => total + one.agreed[field], 0)),
      disagreements: sum((one) => one.disagreements.length),
      unexplained: sum(unexplainedOf),
    },
  };
}

/** A table of the senders, and below it each thing that is not as it should be or that karrio sees otherwise. */
export function textOf({ senders, totals, examples }: MappingsReport): string {
  const rows = [
    ['sender', 'payloads', 'no tracking', 'events', 'times', 'mapped', 'no scan', 'agreed', 'disagreed', ''],
    ...Object.entries(senders).map(([name, one]) => [
      name,
      String(one.payloads),
      String(one.withoutTracking),
      String(one.eventsFound),
      String(one.timesRight),
      String(one.milestonesMapped),
      String(one.noScans),
      String(comparedFields.reduce((total, field) => total + one.agreed[field], 0)),
      String(one.disagreements.length),
      one.ok ? 'ok' : 'NOT OK',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const closing =
    `${totals.senders} senders, ${totals.payloads} payloads, ${totals.eventsFound} events: ${totals.timesRight} times read, ` +
    `${totals.milestonesMapped} mapped, ${totals.noScans} no scans on purpose, ${totals.unmappedCodes} codes unmapped; ` +
    `karrio agrees ${totals.agreed} times and disagrees ${totals.disagreements} times, ${totals.unexplained} without a reason.`;
  const recorded =
    totals.senders === 0 ? [] : [...table, ...Object.entries(senders).flatMap(remarks), '', closing];
  return [...recorded, ...examples.faults, examplesClosing(examples)].join('\n');
}

const examplesClosing = ({ files, faults }: ExamplesReport): string =>
  `The examples of ${files} mapping ${files === 1 ? 'file' : 'files'} were read: ${faults.length === 0 ? 'ok' : `NOT OK, ${faults.length} faults`}.`;

const remarks = ([name, one]: [string, SenderReport]): string[] => {
  const lines = [
    ...one.unread.map(({ payload, reason }) => `  ${payload}: ${reason}`),
    ...(one.noEvents === undefined ? [] : [`  ${one.noEvents}`]),
    ...one.unmapped.map((code) => `  ${unmappedText(code)}`),
    ...one.noTimes.map((line) => `  ${line}`),
    ...[
      ...Map.groupBy(one.disagreements, ({ field, code, reason, payload, expected, got }) =>
        [
          field,
          code && ` of ${code}`,
          `: karrio ${expected || 'nothing'}, we ${got || 'nothing'} (${payload}): `,
          reason ?? 'NO REASON GIVEN',
        ].join(''),
      ).keys(),
    ].map((line) => `  ${line}`),
  ];
  return lines.length > 0 ? ['', name, ...lines] : [];
};
