import { exceptionsTopic, instantText, type DataOf } from '@landfall/contracts';
import { formatMoney, type ExceptionChange } from '@landfall/domain';
import { deterministicId, outgoing, type OutgoingEvent } from '@landfall/messaging';

export type ExceptionData = DataOf<typeof exceptionsTopic, 'exception.opened'>;

/** An exception as it is stored: what was told of it, and how it stands. */
export interface ExceptionRecord extends ExceptionData {
  /** `held`: an incident explains it, and nobody is alarmed. */
  state: 'open' | 'held' | 'cleared';
  clearedAt: string | null;
  because: string | null;
}

/** Whose exceptions they are, and what each of them says of it. */
export type ExceptionSubject = Pick<
  ExceptionData,
  'subjectId' | 'parcelId' | 'orderId' | 'carrier' | 'routeId' | 'destinationCountry'
>;

/** The same occurrence has the same id on every machine and in every run. */
export const exceptionId = (
  subjectId: string,
  { code, leg, occurrence }: Pick<ExceptionChange, 'code' | 'leg' | 'occurrence'>,
): string => deterministicId('exception', subjectId, code, leg ?? '', occurrence);

/** What a change makes of an exception. */
export interface AppliedChange {
  exception: ExceptionRecord;
  /** What was told of it so far; of a cleared one the last. */
  data: ExceptionData;
  event: OutgoingEvent | null;
}

/**
 * What a change makes of an exception, and how it is told; what was held back from the beginning is not told at all.
 * @param storedOf the stored data of an exception that is open, by its id
 * @param about the subject's version that this event raises it to; asked only where there is one
 */
export const applyChange = (
  change: ExceptionChange,
  subject: ExceptionSubject,
  storedOf: (exceptionId: string) => ExceptionData | undefined,
  about: () => { version: number; merchantId: string },
  now: Date,
): AppliedChange => {
  const id = exceptionId(subject.subjectId, change);
  const stored = storedOf(id);
  if (change.kind === 'cleared') {
    if (!stored) throw new Error(`Exception ${id} is to be cleared and is not stored`);
    // Of what was never told the incident says why.
    const incidentId = change.untold ? stored.incidentId : null;
    const cleared = { ...stored, incidentId, clearedAt: now.toISOString(), because: change.because };
    return {
      exception: { ...cleared, state: 'cleared' },
      data: stored,
      event: change.untold ? null : outgoing(exceptionsTopic, 'exception.cleared', about(), cleared),
    };
  }
  const { finding, currency } = change;
  const data: ExceptionData = {
    subjectId: subject.subjectId,
    exceptionId: id,
    parcelId: subject.parcelId,
    orderId: subject.orderId,
    code: change.code,
    leg: change.leg,
    occurrence: change.occurrence,
    severity: finding.severity,
    openedAt: instantText(finding.since),
    detectedAt: stored?.detectedAt ?? now.toISOString(),
    evidence: {
      eventIds: [...finding.evidence.eventIds],
      threshold: finding.evidence.threshold ?? null,
      basis: finding.evidence.basis ?? null,
    },
    blame: { party: finding.blame.party, reason: finding.blame.reason },
    carrier: subject.carrier,
    routeId: subject.routeId,
    destinationCountry: subject.destinationCountry,
    valueAtRisk: formatMoney(change.valueAtRiskMinor, currency),
    recoverableValue: formatMoney(change.recoverableValueMinor, currency),
    suggestedAction: change.suggestedAction,
    incidentId: change.kind === 'held' ? change.incidentId : null,
  };
  const ended = { clearedAt: null, because: null };
  if (change.kind === 'held')
    return {
      exception: { ...data, state: 'held', ...ended },
      data,
      event: change.untold ? null : outgoing(exceptionsTopic, 'exception.updated', about(), data),
    };
  return {
    exception: { ...data, state: 'open', ...ended },
    data,
    event: outgoing(exceptionsTopic, `exception.${change.kind}`, about(), data),
  };
};
