import { describe, expect, it } from '@jest/globals';
import type { Planted } from '../truth/truth.ts';
import { hour } from '../wire/instants.ts';
import type { Alarm } from './answers.ts';
import { CodeTally } from './tally-codes.ts';

const planted = (marker: number | null): Planted => ({
  code: 'leg_stalled',
  stages: null,
  from: 0,
  until: null,
  marker: marker === null ? null : marker * hour,
});
const alarm = (detectedAt: number): Alarm => ({
  code: 'leg_stalled',
  leg: null,
  openedAt: 0,
  detectedAt: detectedAt * hour,
  endedAt: null,
  held: false,
});
const nothing = { found: [], missed: [], false: [], excused: [], repeated: [], held: [] };

describe('the tally of a code', () => {
  it('adds up what was found, missed and false, with the middle of the leads', () => {
    const tally = new CodeTally();
    for (const lead of [10, 30, 50])
      tally.add({ ...nothing, found: [{ planted: planted(100), alarm: alarm(100 - lead) }] });
    tally.add({ ...nothing, missed: [planted(null)], false: [alarm(0), alarm(1)] });
    tally.add({ ...nothing, excused: [alarm(0)], repeated: [alarm(1)] });
    expect(tally.scores()).toEqual({
      leg_stalled: {
        ...{ truth: 4, tp: 3, fp: 2, fn: 1, precision: 0.6, recall: 0.75 },
        ...{ leadHoursP50: 30, excused: 1, repeated: 1 },
      },
    });
  });

  it('has no precision where nobody alarmed, no recall where nothing was true, no lead where nothing marks it', () => {
    const tally = new CodeTally();
    tally.add({ ...nothing, excused: [alarm(0)] });
    expect(tally.scores()['leg_stalled']).toMatchObject({
      precision: null,
      recall: null,
      leadHoursP50: null,
    });
    tally.add({ ...nothing, found: [{ planted: planted(null), alarm: alarm(5) }] });
    expect(tally.scores()['leg_stalled']?.leadHoursP50).toBeNull();
  });
});
