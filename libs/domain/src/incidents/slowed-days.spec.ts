import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../calendar/instant.ts';
import type { TimedStage } from '../legs/leg.ts';
import { everywhere, type IncidentScope } from './incident.ts';
import { undisturbed, type PastIncident } from './slowed-days.ts';

const lane = 'CN>US economy_air/postal';
/** From noon of day 100 to noon of day 102, in the import customs of the USA. */
const incident = (scope: Partial<IncidentScope> = {}, more: Partial<PastIncident> = {}): PastIncident => ({
  kind: 'customs_slowdown',
  scope: { ...everywhere, stage: 'import_customs', destinationCountry: 'US', ...scope },
  openedAt: 100.5 * DAY_MS,
  closedAt: 102.5 * DAY_MS,
  ...more,
});
const daysLeftOut = (
  one: PastIncident,
  stage: TimedStage = 'import_customs',
  provider = 'post',
): number[] => {
  const isMeasure = undisturbed(lane, [one])(stage, provider);
  return Array.from({ length: 40 }, (_, nth) => 90 + nth).filter((day) => !isMeasure(day));
};

describe('the parcels that an incident slowed', () => {
  it('came while it lasted, or not longer before than half of them stay', () => {
    // Customs keep half of them for 14 hours: some of day 99 were still there.
    expect(daysLeftOut(incident())).toEqual([99, 100, 101, 102]);
    expect(daysLeftOut(incident({}, { openedAt: 100.9 * DAY_MS }))).toEqual([100, 101, 102]);
  });

  it('are those of the rest of the stage, too, and of no other stage, country, mode or provider', () => {
    expect(daysLeftOut(incident(), 'import_customs/duty_paid')).toEqual([99, 100, 101, 102]);
    expect(daysLeftOut(incident(), 'last_mile')).toEqual([]);
    expect(daysLeftOut(incident({ destinationCountry: 'DE' }))).toEqual([]);
    expect(daysLeftOut(incident({ carrier: 'post' }))).toEqual([99, 100, 101, 102]);
    expect(daysLeftOut(incident({ carrier: 'courier' }))).toEqual([]);
    const onItsWay = { stage: 'trunk_line', originCountry: 'CN', mode: 'ocean' } as const;
    expect(daysLeftOut(incident(onItsWay), 'trunk_line')).toEqual([]);
  });

  it('are counted again once it has lasted for a week: that is how it is now', () =>
    expect(daysLeftOut(incident({}, { closedAt: null }))).toEqual([
      99, 100, 101, 102, 103, 104, 105, 106, 107,
    ]));

  it('are none where only a feed was silent, or one unit of many stopped', () => {
    expect(
      daysLeftOut({ ...incident(), kind: 'feed_silence', scope: { ...everywhere, carrier: 'post' } }),
    ).toEqual([]);
    expect(daysLeftOut(incident({ unitId: 'u-1' }, { kind: 'unit_stopped' }))).toEqual([]);
  });
});
