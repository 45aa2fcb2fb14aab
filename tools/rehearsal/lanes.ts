import {
  CELLS_OF_NO_STAY,
  DAY_MS,
  FIRST_CELL_STILL_THERE,
  LaneModel,
  departuresOf,
  noDepartures,
  priorWidth,
  stages,
  sumOfDepartures,
  type Departures,
  type PastIncident,
  type Stage,
  type StageDayCount,
  type StayChange,
} from '@landfall/domain';
import type { CountRow } from '../../apps/exception-detection/src/persistence/dwell.store.ts';
import { compiled } from '../stack/compiled.ts';

const { firstDayOf, learnModel } = await compiled('exception-detection/learn-dwell/learn-model');

interface Lane {
  readonly rows: Map<string, CountRow>;
  model: LaneModel | undefined;
  departures: Departures;
  nextRefreshAt: number;
}

type StageDay = { -readonly [Field in keyof StageDayCount]: StageDayCount[Field] };

const ofNoStay: ReadonlySet<number> = new Set(CELLS_OF_NO_STAY);
const watched: ReadonlySet<string> = new Set(stages);
const nextMidnight = (now: number): number => (Math.floor(now / DAY_MS) + 1) * DAY_MS;

/** What stays have been counted of each lane, and what was learned of it. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #stageDays = new Map<string, StageDay>();

  add(changes: readonly StayChange[], now: number): void {
    for (const change of changes) {
      const lane = this.#lanes.get(change.lane) ?? {
        rows: new Map<string, CountRow>(),
        model: undefined,
        departures: noDepartures,
        nextRefreshAt: nextMidnight(now),
      };
      this.#lanes.set(change.lane, lane);
      addTo(lane.rows, change);
      if (watched.has(change.stage)) this.#addToDay(change);
    }
  }

  modelOf(lane: string): LaneModel | undefined {
    return this.#lanes.get(lane)?.model;
  }

  nextRefreshAt(): number {
    return [...this.#lanes.values()].reduce((first, lane) => Math.min(first, lane.nextRefreshAt), Infinity);
  }

  /** Makes the models anew that are due. @param incidents that were or are */
  refresh(now: number, incidents: readonly PastIncident[]): void {
    const firstDay = firstDayOf(new Date(now));
    const width = priorWidth(sumOfDepartures([...this.#lanes.values()].map(({ departures }) => departures)));
    for (const [name, lane] of this.#lanes) {
      if (lane.nextRefreshAt > now) continue;
      for (const [key, { day, n }] of lane.rows) if (day < firstDay || n === 0) lane.rows.delete(key);
      const learned = learnModel(name, [...lane.rows.values()], incidents, width, new Date(now));
      lane.model = new LaneModel(learned);
      lane.departures = departuresOf(name, learned);
      lane.nextRefreshAt = nextMidnight(now);
    }
  }

  /** The parcels that entered each stage on each day from one on. */
  stageDays(firstDay: number): StageDayCount[] {
    for (const [name, { day }] of this.#stageDays) if (day < firstDay) this.#stageDays.delete(name);
    return [...this.#stageDays.values()].map((one) => ({ ...one }));
  }

  #addToDay({ lane, stage, provider, day, cell, n }: StayChange): void {
    const name = `${lane}|${stage}|${provider}|${day}`;
    const one = this.#stageDays.get(name) ?? {
      lane,
      stage: stage as Stage,
      provider,
      day,
      entered: 0,
      still: 0,
    };
    if (cell === 0) one.entered += n;
    else if (ofNoStay.has(cell)) one.entered -= n;
    if (cell === 0) one.still += n;
    else if (cell < FIRST_CELL_STILL_THERE) one.still -= n;
    this.#stageDays.set(name, one);
  }
}

function addTo(rows: Map<string, CountRow>, { stage, provider, route, day, cell, n }: StayChange): void {
  const name = `${stage}|${provider}|${route}|${day}|${cell}`;
  const row = rows.get(name) ?? { stage, provider, route, day, cell, n: 0 };
  row.n += n;
  rows.set(name, row);
}
