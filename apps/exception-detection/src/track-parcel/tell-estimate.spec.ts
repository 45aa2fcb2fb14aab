import { expect, it } from '@jest/globals';
import { DAY_MS, priorKnowledge } from '@landfall/domain';
import { registration, scanned, untouched } from '../testing-events.spec-kit.ts';
import { advanceParcel, type Advanced } from './advance-parcel.ts';
import { eventOf, type ParcelRecord, type Scan } from './parcel-record.ts';
import { nothingHeard, type StateNews } from './take-in.ts';
import { estimateDueAt } from './tell-estimate.ts';

const fresh = untouched('slow', registration('slow', { promisedAt: null }));
const pickedUp = eventOf(scanned('slow', 'picked_up', '2026-01-02T10:00:00Z').data as Scan);

const advance = (before: ParcelRecord, news: StateNews, at: number): Advanced =>
  advanceParcel(
    { ...before, registration: fresh.registration },
    { route: null, knowledge: priorKnowledge, incidents: [] },
    news,
    [pickedUp],
    new Map(),
    new Date(at),
  );
const told = advance(
  fresh,
  { state: null, steps: [], heard: null, isAll: false },
  Date.parse('2026-01-02T12:00:00Z'),
).record;
const lookedAt = (at: number): Advanced => advance(told, nothingHeard(told.state), at);
const revisions = ({ events }: Advanced) => events.filter(({ type }) => type === 'estimate.revised');
const medianOf = ({ estimate }: ParcelRecord): number => Date.parse(estimate?.p50 ?? '');

it('is told again once its median has moved by more than a day, which it has when that has passed by a day', () => {
  const due = estimateDueAt(told.estimate) ?? NaN;
  expect(due).toBe(medianOf(told) + DAY_MS + 1);
  const revised = lookedAt(due);
  expect(revisions(revised)).toHaveLength(1);
  expect(medianOf(revised.record)).toBeGreaterThan(due);
  expect(revisions(lookedAt(Date.parse('2026-01-02T13:00:00Z')))).toEqual([]);
});

it('is due to be looked at a day after the median that was told last, and never before one was', () => {
  const revised = lookedAt(medianOf(told) + DAY_MS + 1);
  expect(revised.nextDueAt?.getTime()).toBeLessThanOrEqual(medianOf(revised.record) + DAY_MS + 1);
  expect(estimateDueAt(null)).toBeNull();
});
