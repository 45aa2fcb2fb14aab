import type { Planted, Truth } from '../truth/truth.ts';
import type { Instant } from '../wire/instants.ts';
import type { Alarm } from './answers.ts';

/** What became of the alarms and truths of one parcel or order. */
export interface Verdict {
  readonly found: readonly { readonly planted: Planted; readonly alarm: Alarm }[];
  readonly missed: readonly Planted[];
  readonly false: readonly Alarm[];
  /** Alarms that count for nobody. */
  readonly excused: readonly Alarm[];
  /** Further alarms about what was found already, and held ones. */
  readonly repeated: readonly Alarm[];
  readonly held: readonly Alarm[];
}

type Zone = Truth['excused'][number];

/**
 * Lays alarms beside truths. An alarm is about a truth of its code when they overlap in time and the leg, where the
 * truth has one, is among its own; each truth is found once, by the earliest. What is left over is excused where a zone
 * says so, and else false. A truth whose only alarm is held back is neither found nor missed.
 * @param tolerance ms by which an alarm may end before the truth began, or open after it ended
 */
export function judge(truth: Truth, alarms: readonly Alarm[], tolerance: number): Verdict {
  const judged = ({ code }: { code: string }): boolean =>
    truth.judgedBy === null || (truth.judgedBy as readonly string[]).includes(code);
  const overlaps = (alarm: Alarm, zone: Zone): boolean =>
    alarm.code === zone.code &&
    (zone.stages === null || (zone.stages as readonly (string | null)[]).includes(alarm.leg)) &&
    alarm.openedAt <= (zone.until ?? Infinity) + tolerance &&
    (alarm.endedAt ?? Infinity) >= zone.from - tolerance;

  const open = new Set(truth.planted.filter(judged));
  const verdict = {
    found: [] as { planted: Planted; alarm: Alarm }[],
    false: [] as Alarm[],
    excused: [] as Alarm[],
    repeated: [] as Alarm[],
    held: alarms.filter((alarm) => alarm.held),
  };
  const raised = alarms
    .filter((alarm) => !alarm.held && judged(alarm))
    .sort((a, b) => a.detectedAt - b.detectedAt || a.openedAt - b.openedAt);
  for (const alarm of raised) {
    const about = truth.planted.filter((planted) => overlaps(alarm, planted));
    const first = about.find((planted) => open.has(planted));
    if (first) {
      open.delete(first);
      verdict.found.push({ planted: first, alarm });
    } else if (about.length > 0) verdict.repeated.push(alarm);
    else if (truth.excused.some((zone) => overlaps(alarm, zone))) verdict.excused.push(alarm);
    else verdict.false.push(alarm);
  }
  const missed = [...open].filter((planted) => !verdict.held.some((alarm) => overlaps(alarm, planted)));
  return { ...verdict, missed };
}

/** When an alarm had been raised and was not over yet. */
export const isOpenAt = (alarm: Alarm, at: Instant): boolean =>
  alarm.detectedAt <= at && (alarm.endedAt === null || alarm.endedAt > at);
