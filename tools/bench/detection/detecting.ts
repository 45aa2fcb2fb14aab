import { isDeepStrictEqual } from 'node:util';
import {
  countedStays,
  foldParcel,
  LaneModel,
  learnedKnowledge,
  stayChanges,
  type Knowledge,
  type StayChange,
} from '@landfall/domain';
import type { Advanced } from '../../../apps/exception-detection/src/track-parcel/advance-parcel.ts';
import type { ParcelRecord, Scan } from '../../../apps/exception-detection/src/track-parcel/parcel-record.ts';
import type { Surroundings } from '../../../apps/exception-detection/src/track-parcel/surroundings.ts';
import type { ScanEvent } from '../../workload/scan-stream.ts';
import { compiled } from '../../stack/compiled.ts';
import type { LearnedLane } from './learned-lanes.ts';
import type { Registration, WatchedWorld } from './watched-world.ts';

export type Registered = ParcelRecord & { registration: Registration };

/** A scan that was taken in: the parcel before it and after it. */
export interface Step {
  readonly before: Registered;
  readonly surroundings: Surroundings;
  /** The scan, and all of its parcel so far where it has to be folded anew. */
  readonly scan: Scan;
  readonly folded: readonly Scan[];
  readonly now: Date;
  readonly advanced: Advanced;
  readonly stays: readonly StayChange[];
}

/** How much has come of the scans so far. */
export interface Outcomes {
  told: number;
  exceptions: number;
  stays: number;
}

const { eventOf, factsOf } = await compiled('exception-detection/track-parcel/parcel-record');
const { takeIn } = await compiled('exception-detection/track-parcel/take-in');
const { advanceParcel } = await compiled('exception-detection/track-parcel/advance-parcel');
const { workingCalendars } = await compiled('exception-detection/calendars/calendars');

/**
 * What the handler of exception-detection does with scans between reading and writing rows, by its own functions: the
 * state goes on or is folded anew, the rules, due times and the estimate follow, and what is told and counted of it. What
 * the service would store is kept in memory.
 */
export class Detecting {
  readonly outcomes: Outcomes = { told: 0, exceptions: 0, stays: 0 };
  readonly #routes: ReadonlyMap<string, Surroundings['route']>;
  readonly #models: ReadonlyMap<string, LaneModel>;
  readonly #records: Map<string, Registered>;
  readonly #scans = new Map<string, Scan[]>();
  readonly #open = new Map<string, Advanced['exceptions'][number]>();

  constructor({ merchantId, routes, registrations }: WatchedWorld, lanes: readonly LearnedLane[]) {
    this.#routes = new Map(routes.map((route) => [route.externalId, route]));
    this.#models = new Map(lanes.map(({ lane, model }) => [lane, new LaneModel(model)]));
    this.#records = new Map(
      registrations.map((registration) => [registration.parcelId, registeredAs(merchantId, registration)]),
    );
  }

  take({ scan }: ScanEvent): Step {
    const before = this.#records.get(scan.parcelId);
    if (!before) throw new Error(`parcel ${scan.parcelId} is not registered`);
    const known = this.#scans.get(scan.parcelId) ?? [];
    known.push(scan);
    this.#scans.set(scan.parcelId, known);

    const now = new Date(scan.recordedAt);
    const { registration } = before;
    const surroundings = this.#surroundingsOf(registration);
    const taken = takeIn(before, registration, [{ scan, isNew: true }], surroundings.route);
    if (!taken) throw new Error('a new scan changes nothing');
    const folded = taken.news.state ? [] : known;
    const advanced = advanceParcel(
      { ...taken.record, registration },
      surroundings,
      taken.news,
      folded.map(eventOf),
      this.#open,
      now,
    );
    const stays = stayChanges([{ before: before.counted, after: advanced.record.counted }]);
    this.#keep(advanced, stays);
    return { before, surroundings, scan, folded, now, advanced, stays };
  }

  /** Throws where a parcel has not become what all of its scans, folded at once, make of it. */
  requireFolded(): void {
    for (const [parcelId, scans] of this.#scans) {
      const record = this.#records.get(parcelId);
      const { route, knowledge } = this.#surroundingsOf(record?.registration);
      const facts = record && factsOf(record.registration, route);
      const state = facts && foldParcel(scans.map(eventOf), facts);
      const counted = facts && state && countedStays({ facts, state, knowledge });
      if (!isDeepStrictEqual([record?.state, record?.counted], [state, counted]))
        throw new Error(`parcel ${parcelId} is not what its ${scans.length} scans make of it`);
    }
  }

  /** What all parcels count of stays in the end, as one change. */
  counted(): StayChange[] {
    return stayChanges([...this.#records.values()].map(({ counted }) => ({ before: null, after: counted })));
  }

  #keep({ record, events, exceptions }: Advanced, stays: readonly StayChange[]): void {
    this.#records.set(record.parcelId, record as Registered);
    for (const exception of exceptions)
      if (exception.state === 'cleared') this.#open.delete(exception.exceptionId);
      else this.#open.set(exception.exceptionId, exception);
    this.outcomes.told += events.length;
    this.outcomes.exceptions += exceptions.length;
    this.outcomes.stays += stays.length;
  }

  /** As a batch reads them: each parcel's by itself. */
  #surroundingsOf(registration: Registration | undefined): Surroundings {
    return {
      route: this.#routes.get(registration?.routeId ?? '') ?? null,
      knowledge: this.#knowledge(),
      incidents: [],
    };
  }

  #knowledge(): Knowledge {
    return learnedKnowledge({ get: (lane) => this.#models.get(lane) }, workingCalendars);
  }
}

/** A parcel whose registration has come, and nothing else. */
const registeredAs = (merchantId: string, registration: Registration): Registered => ({
  merchantId,
  parcelId: registration.parcelId,
  registration,
  reports: [],
  state: null,
  known: [],
  counted: null,
  told: null,
  estimate: null,
  version: 0,
});
