import {
  assess,
  countedStays,
  estimateDelivery,
  foldParcel,
  nextDueAt,
  reconcile,
  stayChanges,
  type ParcelView,
} from '@landfall/domain';
import { compiled } from '../../stack/compiled.ts';
import type { Step } from './detecting.ts';

const { eventOf, factsOf } = await compiled('exception-detection/track-parcel/parcel-record');
const { takeIn } = await compiled('exception-detection/track-parcel/take-in');

/** A step as the domain's functions see it. */
interface Judged extends Step {
  readonly view: ParcelView;
  readonly instant: number;
  readonly findings: ReturnType<typeof assess>;
}

/** Answers are remembered for each view: every part is asked of a new one. */
const anew = (view: ParcelView): ParcelView => ({ ...view });

/** What is done at each scan, part by part. */
const parts = {
  fold: ({ before, surroundings: { route }, scan, folded }: Judged) =>
    takeIn(before, before.registration, [{ scan, isNew: true }], route)?.news.state ??
    foldParcel(folded.map(eventOf), factsOf(before.registration, route)),
  rules: ({ before, view, instant }: Judged) => assess(anew(view), instant, before.known),
  reconcile: ({ before, view, instant, findings }: Judged) =>
    reconcile(before.known, findings, anew(view), instant),
  due: ({ advanced, view, instant }: Judged) => nextDueAt(anew(view), instant, advanced.record.known),
  estimate: ({ view, instant }: Judged) => estimateDelivery(anew(view), instant),
  counts: ({ before, view }: Judged) =>
    stayChanges([{ before: before.counted, after: countedStays(anew(view)) }]),
} satisfies Record<string, (step: Judged) => unknown>;

export type PartName = keyof typeof parts;

/** Microseconds of CPU a scan that each part takes by itself. */
export function cpuOfParts(steps: readonly Step[]): Record<PartName, number> {
  const judged = steps.map((step): Judged => {
    const { before, surroundings, advanced, now } = step;
    const { parcelId, registration } = before;
    const { state } = advanced.record;
    if (!state) throw new Error('a parcel with a scan has a state');
    const { route, knowledge } = surroundings;
    const view = { parcelId, facts: factsOf(registration, route), state, knowledge };
    const instant = now.getTime();
    return { ...step, view, instant, findings: assess(view, instant, before.known) };
  });
  const entries = Object.entries(parts).map(([name, part]) => {
    // The first time warms up.
    cpuOf(judged, part);
    return [name, cpuOf(judged, part)];
  });
  return Object.fromEntries(entries) as Record<PartName, number>;
}

/** Microseconds of CPU for each of the items. */
export function cpuOf<Item>(items: readonly Item[], work: (item: Item) => unknown): number {
  const before = process.cpuUsage();
  for (const item of items) work(item);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / items.length;
}
