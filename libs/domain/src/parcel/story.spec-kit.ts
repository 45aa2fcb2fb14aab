import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import type { Milestone } from '../chain.ts';
import { estimateDelivery, type Estimate } from '../estimate/estimate-delivery.ts';
import { assess, nextDueAt } from '../exceptions/assess.ts';
import type { Finding } from '../exceptions/exception.ts';
import { priorKnowledge } from '../knowledge.ts';
import { consumerSide, type ConsumerReport, type ConsumerReportKind } from './consumer-report.ts';
import { foldParcel } from './fold.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import type { ParcelState } from './parcel-state.ts';
import type { ParcelView } from './parcel-view.ts';

/** Hour 0 of every story: Monday 2 March 2026, 00:00 UTC. */
export const START: Instant = Date.UTC(2026, 2, 2);

/** The instant `hours` after the story's start. */
export const hour = (hours: number): Instant => START + hours * HOUR_MS;

/** Hours of an instant since the story's start. */
export const hoursSinceStart = (at: Instant | null): number | null =>
  at === null ? null : (at - START) / HOUR_MS;

/** A parcel from China to Germany by economy air, registered at hour 0, worth 50, cost 20 + 10, nothing promised. */
export function parcel(facts: Partial<ParcelFacts> = {}): ParcelFacts {
  return {
    registeredAt: START,
    shippedAt: null,
    promisedAt: null,
    cancelledAt: null,
    originCountry: 'CN',
    destinationCountry: 'DE',
    transitCountries: [],
    mode: 'economy_air',
    routeKnown: false,
    terms: null,
    clearance: null,
    declaredWeightGrams: null,
    routeKey: null,
    carriers: {},
    carrier: null,
    value: { priceMinor: 5000, goodsMinor: 2000, goodsAssumed: false, logisticsMinor: 1000, currency: 'USD' },
    ...facts,
  };
}

/** A parcel from Sao Paulo to Rio: no border on its way. */
export const domesticParcel = (facts: Partial<ParcelFacts> = {}): ParcelFacts =>
  parcel({ originCountry: 'BR', destinationCountry: 'BR', mode: null, ...facts });

/** A scan at an hour of the story, told at once; its id names milestone and hour. */
export function scan(milestone: Milestone, at: number, more: Partial<ParcelEvent> = {}): ParcelEvent {
  return {
    eventId: `${milestone}@${at}`,
    milestone,
    leg: null,
    reason: null,
    occurredAt: hour(at),
    recordedAt: hour(at),
    place: null,
    ...more,
  };
}

/** What the consumer says at an hour of the story; its id names what and when. */
export const report = (what: ConsumerReportKind, at: number): ConsumerReport => ({
  id: `${what}@${at}`,
  what,
  reportedAt: hour(at),
});

/** What a merchant sees of a parcel at one hour. */
export interface Situation {
  readonly state: ParcelState;
  readonly view: ParcelView;
  readonly findings: readonly Finding[];
  /** `code` or `code(leg)` of what is wrong. */
  readonly wrong: readonly string[];
  /** `leg` or wait, and since which hour. */
  readonly where: string | null;
  readonly nextDueHour: number | null;
  readonly estimate: Estimate | null;
}

/** A parcel's story, and what holds at an hour of it. */
export interface Story {
  at(hours: number): Situation;
  /** The same, of which the consumer has said this, in any order. */
  reported(...reports: readonly ConsumerReport[]): Story;
}

/** Given a parcel and its scans, in any order. */
export const given = (facts: ParcelFacts, ...scans: readonly ParcelEvent[]): Story => story(facts, scans, []);

function story(facts: ParcelFacts, scans: readonly ParcelEvent[], reports: readonly ConsumerReport[]): Story {
  return {
    at(hours) {
      const state = foldParcel(scans, facts);
      const view = {
        parcelId: 'p-1',
        facts,
        state,
        knowledge: priorKnowledge,
        ...(reports.length > 0 && { consumer: consumerSide(reports, scans) }),
      };
      const findings = assess(view, hour(hours));
      const stage = state.currentLeg ?? state.currentWait;
      return {
        state,
        view,
        findings,
        wrong: findings.map(({ code, leg }) => (leg === null ? code : `${code}(${leg})`)),
        where: stage === null ? null : `${stage} since ${hoursSinceStart(state.legSince)}`,
        nextDueHour: hoursSinceStart(nextDueAt(view, hour(hours))),
        estimate: estimateDelivery(view, hour(hours)),
      };
    },
    reported: (...more) => story(facts, scans, [...reports, ...more]),
  };
}
