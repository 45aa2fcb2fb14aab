import {
  cohortsUpTo,
  DAY_MS,
  learnLane,
  stageOf,
  laneFactsOf,
  undisturbed,
  workedOn,
  workingHoursBetween,
  type LearnedDwell,
  type PastIncident,
  type PriorWidth,
  type TimedStage,
} from '@landfall/domain';
import { workingCalendars } from '../calendars/calendars.ts';
import type { CountRow, KeyCounts } from '../persistence/dwell.store.ts';

/** Days of entry that a model looks back on; at a half-life of 14 days the last of them weighs one hundredth. */
export const daysLearnedFrom = 90;
/** By how much scans come in late at most before a day's parcels are taken to be known, in ms. */
const scanDelayMs = DAY_MS;

/** The first day of entry (UTC day number) that a refresh at `now` looks at. */
export const firstDayOf = (now: Date): number => Math.floor(now.getTime() / DAY_MS) - daysLearnedFrom;

/** What a lane's rows say at `now`. Pure. */
export const learnModel = (
  lane: string,
  rows: readonly CountRow[],
  incidents: readonly PastIncident[],
  width: PriorWidth,
  now: Date,
): LearnedDwell[] =>
  learnFromCounts(
    lane,
    [...Map.groupBy(rows, ({ stage, provider, route }) => JSON.stringify([stage, provider, route]))].flatMap(
      ([, counts]) => {
        const [first] = counts;
        return first ? [{ stage: first.stage, provider: first.provider, route: first.route, counts }] : [];
      },
    ),
    incidents,
    width,
    now,
  );

/**
 * The same, of rows that are together already. Pure.
 * @param incidents that were or are: nobody learns from what they slowed
 * @param width of the priors, by what was learned of the merchant's lanes
 */
export const learnFromCounts = (
  lane: string,
  keys: readonly KeyCounts[],
  incidents: readonly PastIncident[],
  width: PriorWidth,
  now: Date,
): LearnedDwell[] => {
  const lastDay = firstDayOf(now) + daysLearnedFrom - 1;
  const known = now.getTime() - scanDelayMs;
  const measuresOf = undisturbed(lane, incidents);
  const counted = keys.map(({ stage: name, provider, route, counts }) => {
    const stage = name as TimedStage;
    const isMeasure = measuresOf(stage, provider);
    return { key: { lane, provider, route }, stage, counts: counts.filter(({ day }) => isMeasure(day)) };
  });
  const facts = laneFactsOf(lane);
  return learnLane(counted, facts.mode, width, (stage, weekdays) => {
    const usual = workingCalendars(stageOf(stage), facts);
    const calendar = weekdays === null ? usual : workedOn(usual, weekdays);
    return cohortsUpTo(lastDay, daysLearnedFrom, (day) =>
      workingHoursBetween(calendar, (day + 1) * DAY_MS, known),
    );
  });
};
