import type { Instant } from '../calendar/instant.ts';
import type { ParcelState } from '../parcel/parcel-state.ts';
import { isHistory } from '../parcel/history.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { Finding } from './exception.ts';
import { rules } from './rules.ts';

/** A state that a parcel was in, and the scan that led to it. */
export interface PastState {
  readonly state: ParcelState;
  /** Where the scan is news; null where rules have seen it. */
  readonly heard: string | null;
}

/** A condition that held for a while and is over. */
export interface PassedFinding {
  /** As it was at last. */
  readonly finding: Finding;
  /** Every instant since when it was found to hold. */
  readonly since: ReadonlySet<Instant>;
}

const byWhatIsTold = rules.filter((rule) => rule.dueAt === undefined);

/**
 * What news of a parcel tell and end in one: troubles that came and went unseen. Whether scans come together or one by one must
 * not change what is told of them; what silence between them would have meant is of no interest, as there was none.
 * @param past states in the order in which the parcel was in them, the last being that of `view`
 */
export function foundInPassing(past: readonly PastState[], view: ParcelView): PassedFinding[] {
  if (isHistory(view) || past.slice(0, -1).every(({ heard }) => heard === null)) return [];
  const news = new Set<string>();
  const holding = new Map<string, Holding>();
  const passed: Holding[] = [];
  for (const { state, heard } of past) {
    if (heard !== null) news.add(heard);
    const found = byWhatIsTold.flatMap((rule) =>
      rule.find({ ...view, state }, state.lastEvent?.occurredAt ?? 0, null),
    );
    const names = new Set(found.map(nameOf));
    for (const [name, one] of holding) {
      if (names.has(name)) continue;
      holding.delete(name);
      if (one.isNews) passed.push(one);
    }
    for (const finding of found) {
      const one = holding.get(nameOf(finding)) ?? { finding, since: new Set(), isNews: heard !== null };
      one.finding = finding;
      one.since.add(finding.since);
      one.isNews ||= finding.evidence.eventIds.some((eventId) => news.has(eventId));
      holding.set(nameOf(finding), one);
    }
  }
  return passed;
}

/** A condition from when it began to hold: by a scan that is news, or one that tells of it is. */
interface Holding {
  finding: Finding;
  readonly since: Set<Instant>;
  isNews: boolean;
}

const nameOf = ({ code, leg }: Finding): string => `${code} ${leg ?? ''}`;
