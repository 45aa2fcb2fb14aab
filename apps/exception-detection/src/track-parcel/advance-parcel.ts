import { hash } from 'node:crypto';
import { estimatesTopic, instantText, parcelStatesTopic, type DataOf } from '@landfall/contracts';
import {
  assess,
  consumerSide,
  estimateDelivery,
  foldParcel,
  foldSteps,
  foundInPassing,
  isExpected,
  isOfSilence,
  isOpen,
  countedStays,
  nextDueAt,
  reconcile,
  type ParcelEvent,
  type PastState,
  type Step,
  type ParcelState,
  type ParcelView,
} from '@landfall/domain';
import { outgoing, type OutgoingEvent } from '@landfall/messaging';
import {
  applyChange,
  type AppliedChange,
  type ExceptionData,
  type ExceptionRecord,
  type ExceptionSubject,
} from '../exception-record.ts';
import { holderOf } from '../watch-incidents/holder-of.ts';
import { estimateDueAt, isRevised } from './tell-estimate.ts';
import { factsOf, type ParcelRecord, type Registration } from './parcel-record.ts';
import type { Surroundings } from './surroundings.ts';
import type { StateNews } from './take-in.ts';

export interface Advanced {
  record: ParcelRecord;
  nextDueAt: Date | null;
  exceptions: ExceptionRecord[];
  events: OutgoingEvent[];
}

/**
 * Brings a registered parcel up to date at `now`: folds or takes over its state, applies the rules, and says what to
 * tell. Pure: an event, a due time and a registration all come through here. What silence would bring about is left to a due
 * time at once: a scan may stand unread behind those that were read.
 * @param news what was heard of its state; without a state there `scans` are folded anew
 * @param scans all of its scans, where they have to be folded or its consumer has reported anything
 * @param open the stored data of exceptions that may be cleared, by id
 */
export const advanceParcel = (
  record: ParcelRecord & { registration: Registration },
  surroundings: Surroundings,
  news: StateNews,
  scans: readonly ParcelEvent[],
  open: ReadonlyMap<string, ExceptionData>,
  now: Date,
): Advanced => {
  const steps = news.state ? news.steps : foldSteps(scans, factsOf(record.registration, surroundings.route));
  const view = viewOf(record, surroundings, news.state ?? steps.at(-1)?.state ?? null, scans);
  const instant = now.getTime();
  const findings = assess(view, instant, record.known);
  const judged = news.isAll
    ? findings
    : findings.filter((one) => !isOfSilence(one) || isOpen(record.known, one));
  const { changes, known } = reconcile(
    record.known,
    judged,
    view,
    instant,
    holderOf(view, record.registration, surroundings.incidents, now),
    foundInPassing(pastOf(record, news, steps), view),
  );

  const events: OutgoingEvent[] = [];
  let { version, told, estimate } = record;
  const about = () => ({ version: (version += 1), merchantId: record.merchantId });
  // Time alone changes neither what is told of a state nor what it counts.
  const isUnheard = news.state !== null && steps.length === 0;
  const stateData = isUnheard && told !== null ? null : stateTold(record.registration, view);
  const telling = stateData === null ? told : hash('sha256', JSON.stringify(stateData), 'base64');
  if (stateData !== null && telling !== told) {
    told = telling;
    estimate = estimateTold(view, instant);
    const data = { ...stateData, estimate };
    events.push(outgoing(parcelStatesTopic, 'parcel.state_changed', about(), data));
  } else {
    const revised = isRevised(estimate, view, instant) ? estimateTold(view, instant) : null;
    if (revised) {
      const { parcelId } = record;
      const revision = { parcelId, revisedAt: now.toISOString(), previous: estimate, estimate: revised };
      events.push(outgoing(estimatesTopic, 'estimate.revised', about(), revision));
      estimate = revised;
    }
  }
  const subject = subjectOf(record.registration);
  // One that came and went changes twice, and is stored once.
  const applied = new Map<string, AppliedChange>();
  for (const change of changes) {
    const storedOf = (id: string) => applied.get(id)?.data ?? open.get(id);
    const one = applyChange(change, subject, storedOf, about, now);
    if (one.event) events.push(one.event);
    applied.set(one.exception.exceptionId, one);
  }
  return {
    record: {
      ...record,
      state: view.state,
      known,
      told,
      estimate,
      version,
      counted: isUnheard ? record.counted : countedStays(view, record.counted),
    },
    nextDueAt: earliest(
      judged.length < findings.length ? instant : nextDueAt(view, instant, known),
      isExpected(view) ? estimateDueAt(estimate) : null,
    ),
    exceptions: [...applied.values()].map(({ exception }) => exception),
    events,
  };
};

/** The states behind a parcel: from the known one on, or all of them where it was folded anew. */
const pastOf = (
  { state }: ParcelRecord,
  { state: wentOn, heard }: StateNews,
  steps: readonly Step[],
): PastState[] => [
  ...(wentOn && state ? [{ state, heard: null }] : []),
  ...steps.map(({ event: { eventId }, state: after }) => ({
    state: after,
    heard: (heard?.has(eventId) ?? true) ? eventId : null,
  })),
];

/** A parcel whose state is known, or folded anew from all of its scans, with what its consumer has said. */
export const viewOf = (
  {
    parcelId,
    registration,
    reports,
  }: Pick<ParcelRecord, 'parcelId' | 'reports'> & { registration: Registration },
  { route, knowledge }: Surroundings,
  state: ParcelState | null,
  scans: readonly ParcelEvent[],
): ParcelView => {
  const facts = factsOf(registration, route);
  return {
    parcelId,
    facts,
    state: state ?? foldParcel(scans, facts),
    knowledge,
    ...(reports.length > 0 && { consumer: consumerSide(reports, scans) }),
  };
};

const earliest = (...dues: readonly (number | null)[]): Date | null => {
  const known = dues.filter((due) => due !== null);
  return known.length === 0 ? null : new Date(Math.min(...known));
};

const textOrNull = (instant: number | null): string | null =>
  instant === null ? null : instantText(instant);

/** The estimate as outsiders see it: RFC 3339. */
export const estimateTold = (view: ParcelView, instant: number) => {
  const estimate = estimateDelivery(view, instant);
  return (
    estimate && {
      p10: instantText(estimate.p10),
      p50: instantText(estimate.p50),
      p90: instantText(estimate.p90),
      pLate: estimate.pLate,
    }
  );
};

/** What is told of a state, before its estimate: that moves on by itself. */
const stateTold = (
  registration: Registration,
  { state }: ParcelView,
): DataOf<typeof parcelStatesTopic, 'parcel.state_changed'> => {
  return {
    parcelId: registration.parcelId,
    orderId: registration.orderId,
    state: state.status,
    currentLeg: state.currentLeg,
    currentWait: state.currentWait,
    lastMilestone: state.lastEvent?.milestone ?? null,
    lastEventAt: textOrNull(state.lastEvent?.occurredAt ?? null),
    dispatchedAt: textOrNull(state.firstPhysicalScanAt),
    outForDeliveryAt: textOrNull(state.outForDeliveryAt),
    deliveredAt: textOrNull(state.deliveredAt),
    originCountry: registration.originCountry,
    destinationCountry: registration.destination.country,
    routeId: registration.routeId,
    promisedAt: registration.promisedAt,
    estimate: null,
  };
};

const subjectOf = (registration: Registration): ExceptionSubject => ({
  subjectId: registration.parcelId,
  parcelId: registration.parcelId,
  orderId: registration.orderId,
  carrier: registration.trackingNumbers[0]?.carrier ?? null,
  routeId: registration.routeId,
  destinationCountry: registration.destination.country,
});
