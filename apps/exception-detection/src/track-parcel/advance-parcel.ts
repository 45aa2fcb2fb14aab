import { hash } from 'node:crypto';
import { exceptionsTopic, parcelStatesTopic, type DataOf } from '@landfall/contracts';
import {
  assess,
  estimateDelivery,
  foldParcel,
  formatMoney,
  countedStays,
  nextDueAt,
  reconcile,
  type ExceptionChange,
  type ParcelEvent,
  type ParcelState,
  type ParcelView,
} from '@landfall/domain';
import { deterministicId, outgoing, type OutgoingEvent } from '@landfall/messaging';
import { factsOf, type ParcelRecord, type Registration } from './parcel-record.ts';
import type { Surroundings } from './surroundings.ts';

type ExceptionData = DataOf<typeof exceptionsTopic, 'exception.opened'>;

/** An exception as it is stored: what was told of it, and how it stands. */
export interface ExceptionRecord extends ExceptionData {
  state: 'open' | 'cleared';
  clearedAt: string | null;
  because: string | null;
}

export interface Advanced {
  record: ParcelRecord;
  nextDueAt: Date | null;
  exceptions: ExceptionRecord[];
  events: OutgoingEvent[];
}

/**
 * Brings a registered parcel up to date at `now`: folds or takes over its state, applies the rules, and says what to
 * tell. Pure: an event, a due time and a registration all come through here.
 * @param state what its scans add up to; null to fold `scans` anew
 * @param open the stored data of exceptions that may be cleared, by id
 */
export const advanceParcel = (
  record: ParcelRecord & { registration: Registration },
  surroundings: Surroundings,
  state: ParcelState | null,
  scans: readonly ParcelEvent[],
  open: ReadonlyMap<string, ExceptionData>,
  now: Date,
): Advanced => {
  const view = viewOf(record, surroundings, state, scans);
  const instant = now.getTime();
  const { changes, known } = reconcile(record.known, assess(view, instant, record.known), view, instant);
  const due = nextDueAt(view, instant, known);

  const events: OutgoingEvent[] = [];
  let { version, told } = record;
  const about = () => ({ version: (version += 1), merchantId: record.merchantId });
  const stateData = stateTold(record.registration, view, instant);
  const telling = hash('sha256', JSON.stringify({ ...stateData, estimate: null }), 'base64');
  if (telling !== told) {
    told = telling;
    events.push(outgoing(parcelStatesTopic, 'parcel.state_changed', about(), stateData));
  }
  const exceptions = changes.map((change) => {
    const id = exceptionId(record.parcelId, change);
    const exception = exceptionAfter(change, id, record.registration, open.get(id), now);
    const { state: _state, clearedAt, because, ...data } = exception;
    if (change.kind === 'cleared')
      events.push(
        outgoing(exceptionsTopic, 'exception.cleared', about(), {
          ...data,
          clearedAt: clearedAt ?? now.toISOString(),
          because: because ?? '',
        }),
      );
    else events.push(outgoing(exceptionsTopic, `exception.${change.kind}`, about(), data));
    return exception;
  });
  return {
    record: { ...record, state: view.state, known, told, version, counted: countedStays(view) },
    nextDueAt: due === null ? null : new Date(due),
    exceptions,
    events,
  };
};

/** A parcel whose state is known, or folded anew from all of its scans. */
export const viewOf = (
  { parcelId, registration }: Pick<ParcelRecord, 'parcelId'> & { registration: Registration },
  { route, knowledge }: Surroundings,
  state: ParcelState | null,
  scans: readonly ParcelEvent[],
): ParcelView => {
  const facts = factsOf(registration, route);
  return { parcelId, facts, state: state ?? foldParcel(scans, facts), knowledge };
};

/** The same occurrence has the same id on every machine and in every run. */
export const exceptionId = (
  parcelId: string,
  { code, leg, occurrence }: Pick<ExceptionChange, 'code' | 'leg' | 'occurrence'>,
): string => deterministicId('exception', parcelId, code, leg ?? '', occurrence);

const iso = (instant: number): string => new Date(instant).toISOString();
const isoOrNull = (instant: number | null): string | null => (instant === null ? null : iso(instant));

/** The estimate as outsiders see it: RFC 3339. */
export const estimateTold = (view: ParcelView, instant: number) => {
  const estimate = estimateDelivery(view, instant);
  return (
    estimate && {
      p10: iso(estimate.p10),
      p50: iso(estimate.p50),
      p90: iso(estimate.p90),
      pLate: estimate.pLate,
    }
  );
};

const stateTold = (
  registration: Registration,
  view: ParcelView,
  instant: number,
): DataOf<typeof parcelStatesTopic, 'parcel.state_changed'> => {
  const { state } = view;
  return {
    parcelId: registration.parcelId,
    orderId: registration.orderId,
    state: state.status,
    currentLeg: state.currentLeg,
    currentWait: state.currentWait,
    lastMilestone: state.lastEvent?.milestone ?? null,
    lastEventAt: isoOrNull(state.lastEvent?.occurredAt ?? null),
    dispatchedAt: isoOrNull(state.firstPhysicalScanAt),
    outForDeliveryAt: isoOrNull(state.outForDeliveryAt),
    deliveredAt: isoOrNull(state.deliveredAt),
    originCountry: registration.originCountry,
    destinationCountry: registration.destination.country,
    routeId: registration.routeId,
    promisedAt: registration.promisedAt,
    estimate: estimateTold(view, instant),
  };
};

const exceptionAfter = (
  change: ExceptionChange,
  id: string,
  registration: Registration,
  stored: ExceptionData | undefined,
  now: Date,
): ExceptionRecord => {
  if (change.kind === 'cleared') {
    if (!stored) throw new Error(`Exception ${id} is to be cleared and is not stored`);
    return { ...stored, state: 'cleared', clearedAt: now.toISOString(), because: change.because };
  }
  const { finding, currency } = change;
  return {
    subjectId: registration.parcelId,
    exceptionId: id,
    parcelId: registration.parcelId,
    orderId: registration.orderId,
    code: change.code,
    leg: change.leg,
    occurrence: change.occurrence,
    severity: finding.severity,
    openedAt: iso(finding.since),
    detectedAt: stored?.detectedAt ?? now.toISOString(),
    evidence: {
      eventIds: [...finding.evidence.eventIds],
      threshold: finding.evidence.threshold ?? null,
      basis: finding.evidence.basis ?? null,
    },
    blame: { party: finding.blame.party, reason: finding.blame.reason },
    carrier: registration.trackingNumbers[0]?.carrier ?? null,
    routeId: registration.routeId,
    destinationCountry: registration.destination.country,
    valueAtRisk: formatMoney(change.valueAtRiskMinor, currency),
    recoverableValue: formatMoney(change.recoverableValueMinor, currency),
    suggestedAction: change.suggestedAction,
    incidentId: null,
    state: 'open',
    clearedAt: null,
    because: null,
  };
};
