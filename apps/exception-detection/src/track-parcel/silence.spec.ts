import { describe, expect, it } from '@jest/globals';
import { priorKnowledge } from '@landfall/domain';
import { registration, scanned, untouched } from '../testing-events.spec-kit.ts';
import { advanceParcel, type Advanced } from './advance-parcel.ts';
import { eventOf, type Scan } from './parcel-record.ts';
import { nothingHeard, type StateNews } from './take-in.ts';

const fresh = untouched('quiet', registration('quiet', { promisedAt: null }));
const pickedUp = eventOf(scanned('quiet', 'picked_up', '2026-01-02T10:00:00Z').data as Scan);
const unread = eventOf(scanned('quiet', 'arrived_at_warehouse', '2026-01-03T10:00:00Z').data as Scan);
const now = new Date('2026-01-12T00:00:00Z');
const scansHeard: StateNews = { state: null, steps: [], heard: null, isAll: false };

/** Goes on from what came before, or from a parcel that was just registered. */
const advance = (
  before: Advanced | null,
  news: StateNews,
  ...scans: ReturnType<typeof eventOf>[]
): Advanced =>
  advanceParcel(
    { ...(before?.record ?? fresh), registration: fresh.registration },
    { route: null, knowledge: priorKnowledge, incidents: [] },
    news,
    scans,
    new Map((before?.exceptions ?? []).map((one) => [one.exceptionId, one])),
    now,
  );

const changes = ({ exceptions }: Advanced) =>
  exceptions.map(({ code, leg, state }) => `${code}(${leg}) ${state}`);
const next: StateNews = { ...scansHeard, heard: new Set([unread.eventId]) };

describe('the silence behind a scan', () => {
  const heard = advance(null, scansHeard, pickedUp);
  const looked = advance(heard, nothingHeard(heard.record.state));

  it('opens nothing while more may stand unread: the parcel is due at once', () => {
    expect(changes(heard)).toEqual([]);
    expect(heard.nextDueAt).toEqual(now);
  });

  it('counts once all has been heard', () => {
    expect(changes(looked)).toEqual(['leg_stalled(collection) open']);
    expect(looked.nextDueAt?.getTime()).toBeGreaterThan(now.getTime());
  });

  it('never counted where the next scan ends it', () => {
    expect(changes(advance(heard, next, pickedUp, unread))).toEqual([]);
  });

  it('is over with any batch, once it was told of', () => {
    expect(changes(advance(looked, next, pickedUp, unread))).toEqual(['leg_stalled(collection) cleared']);
  });
});
