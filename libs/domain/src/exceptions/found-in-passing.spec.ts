import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { priorKnowledge } from '../knowledge.ts';
import { compareEvents } from '../parcel/event-order.ts';
import { foldParcel, foldSteps } from '../parcel/fold.ts';
import type { ParcelEvent } from '../parcel/parcel-event.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
import { anyParcel, anyScans } from '../parcel/scans.spec-kit.ts';
import { parcel, scan } from '../parcel/story.spec-kit.ts';
import { assess } from './assess.ts';
import { foundInPassing } from './found-in-passing.ts';
import { reconcile, type ExceptionChange, type KnownException } from './reconcile.ts';
import { ruleOf } from './rules.ts';

const flight = [scan('picked_up', 1), scan('handed_to_linehaul', 40)];
const rejected = scan('security_rejected', 50);
const departed = scan('departed_origin_country', 60);

/** Hears scans batch after batch, each in the order in which they happened, as late as they may have come. */
function hear(facts: ParcelFacts, ...batches: readonly (readonly ParcelEvent[])[]): ExceptionChange[] {
  const changes: ExceptionChange[] = [];
  const scans: ParcelEvent[] = [];
  let known: KnownException[] = [];
  for (const batch of batches) {
    scans.push(...batch);
    const state = foldParcel(scans, facts);
    const view = { parcelId: 'p-1', facts, state, knowledge: priorKnowledge };
    const now = state.lastEvent?.occurredAt ?? 0;
    const past = foldSteps(scans, facts).map(({ event, state: after }) => ({
      state: after,
      heard: batch.includes(event) ? event.eventId : null,
    }));
    const passed = foundInPassing(past, view);
    const result = reconcile(known, assess(view, now, known), view, now, undefined, passed);
    changes.push(...result.changes);
    known = result.known;
  }
  return changes;
}

const told = (changes: readonly ExceptionChange[]) =>
  changes.map(({ kind, code, occurrence }) => `${kind} ${code} #${occurrence}`);

describe('a trouble that came and went between two looks', () => {
  it('is opened and cleared, and says why', () => {
    const changes = hear(parcel(), [...flight, rejected, departed]);
    expect(told(changes)).toEqual(['opened security_rejected #1', 'cleared security_rejected #1']);
    expect(changes[1]).toMatchObject({ because: 'the parcel left the country' });
  });

  it('is opened and cleared where it is told after its end', () => {
    expect(told(hear(parcel(), [...flight, departed], [rejected]))).toEqual([
      'opened security_rejected #1',
      'cleared security_rejected #1',
    ]);
  });

  it('is told once, however late others of that time come', () => {
    expect(told(hear(parcel(), [...flight, rejected], [departed], [scan('in_transit', 55)]))).toEqual([
      'opened security_rejected #1',
      'cleared security_rejected #1',
    ]);
  });

  it('that recurs at once is opened anew', () => {
    const landed = [...flight, scan('arrived_in_destination_country', 100)];
    const heldAt = (hours: number) => scan('import_customs_held', hours);
    const releasedAt = (hours: number) => scan('import_customs_released', hours);
    expect(
      told(hear(parcel(), [...landed, heldAt(110)], [releasedAt(120), heldAt(130), releasedAt(140)])),
    ).toEqual([
      'opened customs_held #1',
      'cleared customs_held #1',
      'opened customs_held #2',
      'cleared customs_held #2',
    ]);
  });

  it('leaves silence alone: a parcel that was scanned did not stall before', () => {
    expect(told(hear(parcel(), [scan('picked_up', 1), scan('handed_to_linehaul', 500)]))).toEqual([]);
  });
});

describe('what is told of a parcel', () => {
  /** What was ever open; one that goes and comes back within a batch has not been away. */
  const everOpen = (changes: readonly ExceptionChange[]) => {
    const ofScans = changes.filter(({ code }) => ruleOf(code)?.dueAt === undefined);
    return [...new Set(ofScans.map(({ code, leg }) => `${code}(${leg})`))].sort();
  };
  /** But for a promise at risk, which holds on where it was open: what scans showed between counts. */
  const openInTheEnd = (changes: readonly ExceptionChange[]) =>
    [...new Map(changes.map((change) => [`${change.code}(${change.leg})`, change.kind]))]
      .filter(([name]) => name !== 'promise_at_risk(null)')
      .flatMap(([name, kind]) => (kind === 'cleared' ? [] : [name]))
      .sort();

  it('is the same whether its scans come together or one by one', () => {
    fc.assert(
      fc.property(anyScans, anyParcel, fc.array(fc.nat(12), { maxLength: 4 }), (scans, facts, cuts) => {
        const inOrder = scans.toSorted(compareEvents);
        const ends = [...new Set([...cuts, inOrder.length])].sort((a, b) => a - b);
        const batches = ends.map((end, nth) => inOrder.slice(ends[nth - 1] ?? 0, end));
        const oneByOne = inOrder.map((one) => [one]);
        const [together, alone] = [hear(facts, ...batches), hear(facts, ...oneByOne)];
        expect(everOpen(together)).toEqual(everOpen(alone));
        expect(openInTheEnd(together)).toEqual(openInTheEnd(alone));
      }),
      { numRuns: 2_000 },
    );
  });
});
