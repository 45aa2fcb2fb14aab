import {
  DAY_MS,
  heldCodes,
  HOUR_MS,
  incidentName,
  LEAST_PARCELS,
  lookForIncidents,
  learnedKnowledge,
  nextLook,
  nothingLookedAt,
  stayChanges,
  unitChanges,
  type ExceptionCode,
  type Knowledge,
  type LookMemory,
  type PastIncident,
  type UnitCount,
} from '@landfall/domain';
import type { ExceptionRecord } from '../../apps/exception-detection/src/exception-record.ts';
import type { StoredIncident } from '../../apps/exception-detection/src/persistence/incident.store.ts';
import type { ParcelAnswer } from '../../apps/exception-detection/src/read-parcels/parcel-answer.ts';
import type {
  KnownRoute,
  ParcelRecord,
  Registration,
  Scan,
} from '../../apps/exception-detection/src/track-parcel/parcel-record.ts';
import type { Surroundings } from '../../apps/exception-detection/src/track-parcel/surroundings.ts';
import type { StateNews } from '../../apps/exception-detection/src/track-parcel/take-in.ts';
import { compiled } from '../stack/compiled.ts';
import { DueTimes } from './due-times.ts';
import { Feeds } from './feeds.ts';
import { Lanes } from './lanes.ts';

const { advanceParcel } = await compiled('exception-detection/track-parcel/advance-parcel');
const { eventOf } = await compiled('exception-detection/track-parcel/parcel-record');
const { nothingHeard, takeIn } = await compiled('exception-detection/track-parcel/take-in');
const { parcelAnswer } = await compiled('exception-detection/read-parcels/parcel-answer');
const { workingCalendars } = await compiled('exception-detection/calendars/calendars');
const { changeIncidents } = await compiled('exception-detection/watch-incidents/incident-events');

const { pastIncident } = await compiled('exception-detection/persistence/incident.store');

type Registered = ParcelRecord & { registration: Registration };

/** Whose everything is. */
export const merchantId = '00000000-0000-4000-8000-000000000001';
/** As the service's own look. */
const daysInStage = 30;

/**
 * exception-detection without its tables and topics: one merchant's parcels, exceptions, counts, models and incidents in
 * memory, advanced by the service's own functions, its due times fired in the service's order. Orders are not watched.
 */
export class Detector {
  readonly exceptions = new Map<string, ExceptionRecord>();
  readonly incidents = new Map<string, StoredIncident>();
  now = 0;
  readonly #records = new Map<string, Registered>();
  readonly #scans = new Map<string, Scan[]>();
  readonly #unclosed = new Map<string, readonly ExceptionCode[]>();
  readonly #due = new DueTimes();
  readonly #lanes = new Lanes();
  readonly #feeds = new Feeds();
  readonly #routes: ReadonlyMap<string, KnownRoute>;
  readonly #knowledge: Knowledge;
  #open: StoredIncident[] = [];
  #memory: LookMemory = nothingLookedAt;
  #unitChanges: UnitCount[] = [];
  #nextLookAt: number | null = null;
  #isLookedAtWhenHeard = false;

  /** @param routes by the merchant's names of them */
  constructor(routes: ReadonlyMap<string, KnownRoute>) {
    this.#routes = routes;
    this.#knowledge = learnedKnowledge({ get: (lane) => this.#lanes.modelOf(lane) }, workingCalendars);
  }

  /** A new parcel, or what its registration has become. */
  register(registration: Registration): void {
    const { parcelId } = registration;
    const record: ParcelRecord = this.#records.get(parcelId) ?? {
      merchantId,
      parcelId,
      registration: null,
      state: null,
      reports: [],
      known: [],
      counted: null,
      told: null,
      estimate: null,
      version: 0,
    };
    this.#takeIn(record, registration, []);
  }

  /** @throws Error where the parcel is not registered */
  registrationOf(parcelId: string): Registration {
    return this.#record(parcelId).registration;
  }

  /** New scans of one parcel that come in one batch. @throws Error where the parcel is not registered */
  scan(parcelId: string, scans: readonly Scan[]): void {
    const record = this.#record(parcelId);
    this.#scans.set(parcelId, (this.#scans.get(parcelId) ?? []).concat(scans));
    for (const { carrier, recordedAt } of scans) this.#feeds.heard(carrier, recordedAt);
    const soon = (Math.floor(this.now / HOUR_MS) + 1) * HOUR_MS;
    this.#nextLookAt = this.#isLookedAtWhenHeard
      ? Math.min(this.#nextLookAt ?? soon, soon)
      : (this.#nextLookAt ?? soon);
    this.#takeIn(record, record.registration, scans);
  }

  /** Fires all that is due until an instant, each at its time: looks for incidents, then lanes, then parcels. */
  advanceTo(until: number): void {
    for (;;) {
      const at = Math.min(this.#due.next(), this.#nextLookAt ?? Infinity, this.#lanes.nextRefreshAt());
      if (at > until) break;
      this.now = Math.max(this.now, at);
      if (this.#nextLookAt !== null && this.#nextLookAt <= this.now) this.#look();
      this.#lanes.refresh(this.now, this.#past());
      for (const parcelId of this.#due.take(this.now)) this.#lookAgain(parcelId);
    }
    this.now = Math.max(this.now, until);
  }

  answer(parcelId: string): ParcelAnswer {
    const { registration, state } = this.#record(parcelId);
    return parcelAnswer(registration, this.#surroundingsOf(registration), state, new Date(this.now));
  }

  #record(parcelId: string): Registered {
    const record = this.#records.get(parcelId);
    if (!record) throw new Error(`parcel ${parcelId} is not registered`);
    return record;
  }

  #takeIn(record: ParcelRecord, registration: Registration, scans: readonly Scan[]): void {
    const surroundings = this.#surroundingsOf(registration);
    const stored = scans.map((scan) => ({ scan, isNew: true }));
    const taken = takeIn(record, registration, stored, surroundings.route);
    if (taken) this.#advance({ ...taken.record, registration }, taken.news, surroundings);
  }

  #lookAgain(parcelId: string): void {
    const record = this.#record(parcelId);
    this.#advance(record, nothingHeard(record.state), this.#surroundingsOf(record.registration));
  }

  #advance(record: Registered, news: StateNews, surroundings: Surroundings): void {
    const { parcelId, registration, counted: before } = record;
    const all = news.state ? [] : (this.#scans.get(parcelId) ?? []).map(eventOf);
    const advanced = advanceParcel(record, surroundings, news, all, this.exceptions, new Date(this.now));
    this.#records.set(parcelId, { ...advanced.record, registration });
    this.#due.set(parcelId, advanced.nextDueAt?.getTime() ?? null);
    for (const one of advanced.exceptions) this.exceptions.set(one.exceptionId, one);
    const unclosed = advanced.record.known.filter(({ open }) => open).map(({ code }) => code);
    if (unclosed.length > 0) this.#unclosed.set(parcelId, unclosed);
    else this.#unclosed.delete(parcelId);
    const recounted = [{ before, after: advanced.record.counted }];
    this.#lanes.add(stayChanges(recounted), this.now);
    this.#unitChanges.push(...unitChanges(recounted));
  }

  #look(): void {
    const { now } = this;
    const { feeds, parcels } = this.#feeds.among(this.#records.values(), now);
    const openNames = new Set(this.#open.map(incidentName));
    const { found, memory } = lookForIncidents(
      this.#memory,
      {
        feeds,
        days: this.#lanes.stageDays(Math.floor(now / DAY_MS) - daysInStage),
        unitChanges: this.#unitChanges,
      },
      { modelOf: (lane) => this.#lanes.modelOf(lane), calendarOf: workingCalendars },
      now,
      (name) => openNames.has(name),
    );
    this.#memory = memory;
    this.#unitChanges = [];
    const { saved } = changeIncidents(merchantId, this.#open, found, new Date(now));
    for (const incident of saved) this.incidents.set(incident.id, incident);
    this.#open = [...this.incidents.values()]
      .filter(({ closedAt }) => closedAt === null)
      .sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime());
    if (saved.length > 0)
      for (const [parcelId, codes] of this.#unclosed)
        if (codes.some((code) => heldCodes.has(code))) this.#due.hasten(parcelId, now);
    this.#isLookedAtWhenHeard = parcels >= LEAST_PARCELS;
    this.#nextLookAt = nextLook(feeds, parcels, found.length > 0, workingCalendars, now);
  }

  #past(): PastIncident[] {
    return [...this.incidents.values()].map(pastIncident);
  }

  #surroundingsOf({ routeId }: Registration): Surroundings {
    return {
      route: this.#routes.get(routeId ?? '') ?? null,
      knowledge: this.#knowledge,
      incidents: this.#open,
    };
  }
}
