import { isMilestone, type Milestone } from '../chain.ts';
import { legs, type Leg } from '../legs/leg.ts';
import { reasons, type Place, type Reason } from '../parcel/parcel-event.ts';
import { cbvWord, milestoneOfCbv } from './cbv.ts';
import type { EpcisEvent } from './epcis-event.ts';
import { placeOf } from './epcis-uri.ts';

/** What an event means for each parcel that it names. */
export interface EpcisReading {
  /** null: no news of a parcel's way. */
  readonly milestone: Milestone | null;
  readonly leg: Leg | null;
  readonly reason: Reason | null;
  /** RFC 3339: the event's instant with the offset of its place. */
  readonly occurredAt: string;
  /** As it was told beside the event; `given` where it was not. */
  readonly offsetSource: string;
  readonly place: Place | null;
  /** Step and disposition without the URIs around them. */
  readonly code: string;
  /** false: the step is a user's own. */
  readonly codeKnown: boolean;
  readonly weightGrams: number | null;
  readonly proof: { readonly type: string } | null;
}

/**
 * Reads an event whose shape was checked. A milestone told beside it goes before the CBV's words.
 * @param prefix that the document gives our namespace; null where it has none
 */
export const readEpcisEvent = (event: EpcisEvent, prefix: string | null): EpcisReading => {
  const { bizStep, disposition, readPoint, bizLocation } = event;
  const told = besideOf(event, prefix);
  const meaning = milestoneOfCbv(bizStep ?? null, disposition ?? null);
  const location = readPoint ?? bizLocation;
  const isUnspoken = event.type === 'AggregationEvent' && bizStep === undefined;
  return {
    milestone: told.milestone ?? (isUnspoken ? null : meaning.milestone),
    leg: told.leg,
    reason: told.reason,
    occurredAt: atItsPlace(event.eventTime, event.eventTimeZoneOffset),
    offsetSource: told.offsetSource ?? 'given',
    place: location ? placeOf(location.id) : null,
    code: [bizStep, disposition]
      .map((value) => cbvWord(value ?? ''))
      .join('/')
      .replace(/\/$/, ''),
    codeKnown: told.milestone !== null || meaning.known,
    weightGrams: massOf(event.sensorElementList ?? []),
    proof: told.proof === null ? null : { type: told.proof },
  };
};

/** What stands beside an event under our prefix, as it was written. */
export const extensionOf = (event: EpcisEvent, prefix: string | null, name: string): unknown =>
  prefix === null ? undefined : event[`${prefix}:${name}`];

const besideOf = (event: EpcisEvent, prefix: string | null) => {
  const text = (name: string): string | null => {
    const value = extensionOf(event, prefix, name);
    return typeof value === 'string' ? value : null;
  };
  const milestone = text('milestone');
  const leg = legs.find((one) => one === text('leg')) ?? null;
  const reason = reasons.find((one) => one === text('reason')) ?? null;
  return {
    milestone: milestone !== null && isMilestone(milestone) ? milestone : null,
    leg,
    reason,
    offsetSource: text('offsetSource'),
    proof: text('proof'),
  };
};

/** An instant's text with another offset; the same text where it has that one. */
const atItsPlace = (eventTime: string, offset: string): string => {
  if (offsetMs(eventTime) === offsetMs(offset)) return eventTime;
  const local = new Date(Date.parse(eventTime) + offsetMs(offset)).toISOString();
  return local.replace(/(\.000)?Z$/, '') + offset;
};

const offsetMs = (text: string): number => {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const ms = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -ms : ms;
};

/** Grams by the unit of measure (UN/ECE Recommendation 20). */
const gramsPerUnit: Readonly<Record<string, number>> = {
  GRM: 1,
  KGM: 1_000,
  LBR: 453.592_37,
  ONZ: 28.349_523_125,
};

/** The first mass that a sensor reports, in grams. */
const massOf = (elements: readonly unknown[]): number | null => {
  for (const element of elements) {
    const { sensorReport } = (element ?? {}) as { sensorReport?: unknown };
    for (const report of Array.isArray(sensorReport) ? (sensorReport as unknown[]) : []) {
      const { type, value, uom } = (report ?? {}) as { type?: unknown; value?: unknown; uom?: unknown };
      const unit =
        typeof uom === 'string' && Object.hasOwn(gramsPerUnit, uom) ? gramsPerUnit[uom] : undefined;
      if (type !== 'Mass' || unit === undefined || typeof value !== 'number') continue;
      const grams = value * unit;
      if (grams >= 0 && grams <= 1_000_000_000) return grams;
    }
  }
  return null;
};
