import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { priorKnowledge } from '../knowledge.ts';
import { consumerSide, type ConsumerReport } from '../parcel/consumer-report.ts';
import { foldParcel } from '../parcel/fold.ts';
import type { ParcelEvent } from '../parcel/parcel-event.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
import { anyParcel, anyReports, anyScans } from '../parcel/scans.spec-kit.ts';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { assess } from './assess.ts';
import {
  reconcile,
  type ExceptionChange,
  type HolderOf,
  type KnownException,
  type Reconciliation,
} from './reconcile.ts';

/** Reconciles what holds for a parcel at an hour with what is known. */
function at(
  hours: number,
  known: readonly KnownException[],
  facts: ParcelFacts,
  ...scans: readonly ParcelEvent[]
): Reconciliation {
  const { findings, view } = given(facts, ...scans).at(hours);
  return reconcile(known, findings, view, hour(hours));
}

const told = ({ changes }: Reconciliation) =>
  changes.map(
    ({ kind, code, leg, occurrence }) => `${kind} ${code}${leg === null ? '' : `(${leg})`} #${occurrence}`,
  );

const shipped = parcel({ shippedAt: hour(0) });
const pickedUp = scan('picked_up', 50);

describe('reconcile', () => {
  it('opens what is new, with the money at stake', () => {
    const opened = at(48, [], shipped);
    expect(told(opened)).toEqual(['opened not_online(collection) #1']);
    expect(opened.changes[0]).toMatchObject({
      at: hour(48),
      finding: { since: hour(48) },
      valueAtRiskMinor: 1000,
      recoverableValueMinor: 600,
      currency: 'USD',
      suggestedAction: 'contact_merchant',
    });
  });

  it('says nothing twice', () => {
    const { known } = at(48, [], shipped);
    const again = at(60, known, shipped);
    expect(again).toEqual({ changes: [], known });
  });

  it('updates in place what changed', () => {
    const { known } = at(48, [], shipped);
    const updated = at(60, known, shipped, scan('label_created', 59));
    expect(told(updated)).toEqual(['updated not_online(collection) #1']);
    expect(updated.known).toMatchObject([{ open: true, occurrence: 1 }]);
    expect(updated.known[0]?.fingerprint).not.toBe(known[0]?.fingerprint);
  });

  it('clears what has no cause any more, and says why', () => {
    const { known } = at(48, [], shipped);
    const cleared = at(51, known, shipped, pickedUp);
    expect(cleared.changes).toEqual([
      {
        kind: 'cleared',
        code: 'not_online',
        leg: 'collection',
        occurrence: 1,
        at: hour(51),
        because: 'a carrier scanned the parcel',
        untold: false,
      },
    ]);
    expect(cleared.known).toMatchObject([{ open: false, occurrence: 1 }]);
  });

  it('opens a recurrence as a new occurrence', () => {
    const opened = at(48, [], shipped);
    const cleared = at(51, opened.known, shipped, pickedUp);
    const corrected = { ...pickedUp, milestone: 'label_created' as const, revision: 1 };
    const recurred = at(52, cleared.known, shipped, pickedUp, corrected);
    expect(told(recurred)).toEqual(['opened not_online(collection) #2']);
    expect(recurred.known).toHaveLength(1);
  });

  it('clears the old leg before it opens the next', () => {
    const scans = [pickedUp, scan('handed_to_linehaul', 200)];
    const inCollection = at(199, [], shipped, pickedUp);
    expect(told(inCollection)).toEqual(['opened leg_stalled(collection) #1']);
    expect(told(at(420, inCollection.known, shipped, ...scans))).toEqual([
      'cleared leg_stalled(collection) #1',
      'opened leg_stalled(trunk_line) #1',
    ]);
  });

  it('leaves a resolved exception closed while its cause stands, and opens its recurrence', () => {
    const { known } = at(48, [], shipped);
    const resolved = known.map((exception) => ({ ...exception, open: false, resolved: true }));
    expect(told(at(60, resolved, shipped))).toEqual([]);
    const gone = at(61, resolved, shipped, pickedUp);
    expect(told(gone)).toEqual([]);
    expect(told(at(62, gone.known, shipped))).toEqual(['opened not_online(collection) #2']);
  });

  it('leaves alone what no rule finds', () => {
    const ofOrder: KnownException = {
      code: 'not_dispatched',
      leg: null,
      occurrence: 1,
      open: true,
      since: hour(1),
      fingerprint: '',
    };
    expect(at(10, [ofOrder], shipped)).toEqual({ changes: [], known: [ofOrder] });
  });

  it('makes a claim of what has surely failed', () => {
    const facts = parcel({ promisedAt: hour(100) });
    expect(at(150, [], facts, scan('picked_up', 10), scan('lost', 90)).changes).toMatchObject([
      { code: 'lost', valueAtRiskMinor: 5000, recoverableValueMinor: 0, suggestedAction: 'claim' },
      { code: 'promise_broken', valueAtRiskMinor: 5000, recoverableValueMinor: 0, suggestedAction: 'claim' },
    ]);
  });

  it('suggests the action that saves most, and to wait when none pays', () => {
    const cancelled = (logisticsMinor: number) => {
      const value = { ...parcel().value, logisticsMinor };
      return at(60, [], parcel({ cancelledAt: hour(50), value }), scan('picked_up', 10)).changes;
    };
    expect(cancelled(1000)).toMatchObject([{ suggestedAction: 'intercept', recoverableValueMinor: 1800 }]);
    const promised = at(150, [], parcel({ promisedAt: hour(100) }), scan('handed_to_linehaul', 90)).changes;
    expect(promised).toMatchObject([{ suggestedAction: 'contact_carrier', recoverableValueMinor: 200 }]);
    expect(cancelled(20_000)).toMatchObject([{ suggestedAction: 'wait', recoverableValueMinor: 0 }]);
  });
});

describe('an incident that explains what is found', () => {
  const stalled = [scan('handed_to_linehaul', 0)];
  const inIncident = () => 'incident-1';
  const lookAt = (
    hours: number,
    known: readonly KnownException[],
    holderOf?: HolderOf,
    ...scans: ParcelEvent[]
  ) => {
    const { view, findings } = given(parcel(), ...stalled, ...scans).at(hours);
    return reconcile(known, findings, view, hour(hours), holderOf);
  };
  const kinds = ({ changes }: { changes: ExceptionChange[] }) =>
    changes.map(
      (change) => `${change.kind} ${change.code}${'untold' in change && change.untold ? ' untold' : ''}`,
    );

  it('holds back what was no alarm yet, once', () => {
    const held = lookAt(210, [], inIncident);
    expect(kinds(held)).toEqual(['held leg_stalled untold']);
    expect(kinds(lookAt(215, held.known, inIncident))).toEqual([]);
  });

  it('lets it go when it is over and the cause still stands: only now it is an alarm', () => {
    const { known } = lookAt(210, [], inIncident);
    const released = lookAt(220, known);
    expect(kinds(released)).toEqual(['opened leg_stalled']);
    expect(kinds(lookAt(221, released.known))).toEqual([]);
  });

  it('leaves nothing of what it held back when the cause is gone', () => {
    const { known } = lookAt(210, [], inIncident);
    const moved = scan('arrived_in_destination_country', 211);
    const gone = lookAt(212, known, inIncident, moved);
    expect(kinds(gone)).toEqual(['cleared leg_stalled untold']);
    expect(kinds(lookAt(213, gone.known, undefined, moved))).toEqual([]);
  });

  it('quiets what has been told already, and gives it back', () => {
    const opened = lookAt(210, []);
    const held = lookAt(211, opened.known, inIncident);
    expect(kinds(held)).toEqual(['held leg_stalled']);
    expect(kinds(lookAt(212, held.known))).toEqual(['updated leg_stalled']);
    expect(kinds(lookAt(212, held.known, inIncident, scan('delivered', 212)))).toEqual([
      'cleared leg_stalled',
    ]);
  });

  it('may give way to another', () => {
    const { known } = lookAt(210, [], inIncident);
    expect(kinds(lookAt(211, known, () => 'incident-2'))).toEqual(['held leg_stalled untold']);
  });
});

describe('over any history, as its scans arrive one by one', () => {
  const history = fc.tuple(
    anyScans,
    anyParcel,
    fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 10 }),
    anyReports,
  );

  /** Runs a history: after each scan and at each extra hour, reconciles; reports become known with the scans. */
  function run([scans, facts, hours, reports]: [ParcelEvent[], ParcelFacts, number[], ConsumerReport[]]) {
    const steps = scans.map((_, index) => ({ scans: scans.slice(0, index + 1), hours: index * 60 }));
    const later = hours.map((more) => ({ scans, hours: scans.length * 60 + more }));
    const changes: ExceptionChange[] = [];
    let known: KnownException[] = [];
    for (const step of [...steps, ...later.sort((a, b) => a.hours - b.hours)]) {
      const view = {
        parcelId: 'p-1',
        facts,
        state: foldParcel(step.scans, facts),
        knowledge: priorKnowledge,
        consumer: consumerSide(reports.slice(0, step.scans.length), step.scans),
      };
      const findings = assess(view, hour(step.hours));
      const result = reconcile(known, findings, view, hour(step.hours));
      changes.push(...result.changes);
      known = result.known;
      const open = known.filter((exception) => exception.open).map(({ code, leg }) => `${code} ${leg}`);
      expect(open.sort()).toEqual(findings.map(({ code, leg }) => `${code} ${leg}`).sort());
      expect(reconcile(known, findings, view, hour(step.hours)).changes).toEqual([]);
    }
    return changes;
  }

  it('exactly those are open whose cause holds; opening and clearing alternate, occurrences count up', () => {
    fc.assert(
      fc.property(history, (given) => {
        const byKey = Map.groupBy(
          run(given).filter(({ kind }) => kind !== 'updated'),
          ({ code, leg }) => `${code} ${leg}`,
        );
        for (const changes of byKey.values()) {
          const expected = changes.map((_, index) => [
            index % 2 === 0 ? 'opened' : 'cleared',
            Math.floor(index / 2) + 1,
          ]);
          expect(changes.map(({ kind, occurrence }) => [kind, occurrence])).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says why each one cleared, and what is at stake in each that opened', () => {
    fc.assert(
      fc.property(history, (given) => {
        for (const change of run(given)) {
          if (change.kind === 'cleared') expect(change.because.length).toBeGreaterThan(0);
          else {
            expect(Number.isSafeInteger(change.valueAtRiskMinor)).toBe(true);
            expect(change.recoverableValueMinor).toBeLessThanOrEqual(change.valueAtRiskMinor);
          }
        }
      }),
    );
  });
});
