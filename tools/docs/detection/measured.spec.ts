import { describe, expect, it } from '@jest/globals';
import { measured } from './measured.ts';
import { recordOf } from './recorded-world.ts';
import { codeScore, madeUpReport } from './recorded-world.spec-kit.ts';

const good = madeUpReport();
const worse = madeUpReport({
  seed: 2,
  codes: {
    ...good.codes,
    leg_stalled: codeScore({ tp: 80, fp: 20, fn: 20, precision: 0.8, recall: 0.8, leadHoursP50: 12 }),
  },
  falseAlarmsPer1000HealthyByCode: { leg_stalled: 5.25 },
  falseAlarmsPer1000Healthy: 5.25,
  incidents: { ...good.incidents, found: 2, byKind: { feed_silence: { truth: 2, found: 1 } } },
  estimate: { ...good.estimate, coverage80: 0.779 },
});
const lines = measured(recordOf({ reports: [good, worse] })).split('\n');

describe('the measured table', () => {
  it('says so while nothing has been measured', () => expect(measured(null)).toBe('Not measured yet.'));

  it('has the seeds, their sizes, and how many goals are met', () =>
    expect(lines[0]).toMatch(
      /^Seeds 1, 2: 40,000 parcels over 120 days each, 30,000 of them healthy, 600,000 scans told\. Of \d+ goals \d+ are met, 5 missed, and \d+ could not be judged\.$/,
    ));

  it('has what the worst seed says of each code, and whether that is enough', () => {
    expect(lines).toContain('| `leg_stalled` | 200 | 80.0% | 80.0% | 12 | 5.25 | >= 0.92: **missed** |');
    expect(lines).toContain('| `lost` | 200 | 100.0% | 100.0% | - | 0.00 | >= 0.98: met |');
    expect(lines).toContain('| `promise_broken` | 2,000 | - | 95.0% | - | 0.00 | - |');
  });

  it('has the usual rule beside the seed in which we lead least', () =>
    expect(lines).toContain(
      '| `leg_stalled` | 2 | 80.0% | 80.0% | 0.800 | 6 days | 66.7% | 80.0% | 0.727 | > 0.7273: met |',
    ));

  it('has incidents of all seeds', () => {
    expect(lines).toContain('| `feed_silence` | 4 | 3 |');
    expect(lines).toContain(
      'Found after 6.3 h (P50 of the worst seed), the latest after 11.0 h. False ones: 2 in 240 days. Parcels whose alarms were held back: 2,400.',
    );
    expect(lines).toContain('| 1 | `feed_silence` | 40 | 300 | 6 | 2 |');
    expect(lines).toContain('| 2 | `customs_slowdown` | 60 | 90 | 11 | - |');
  });

  it('has coverage by where the parcel was, in the order of the road', () => {
    const from = lines.indexOf('| `trunk_line` | 12,000 | 81.0% |');
    expect(lines.slice(from, from + 3)).toEqual([
      '| `trunk_line` | 12,000 | 81.0% |',
      '| `last_mile` | 8,000 | 79.0% |',
      '| all | 20,000 | 77.9% to 80.1% |',
    ]);
    expect(lines).toContain(
      'Median absolute error: 1.23 days of a parcel read on any day; at the hand-over to the trunk line 1.20 days, where what the carrier claims is off by 2.40.',
    );
  });

  it('has every goal that no other table shows', () => {
    expect(lines).toContain('| false alarms per 1,000 healthy | <= 5 | 5.25 | **missed** |');
    expect(lines).toContain('| incidents found | >= 1 | 0.6667 | **missed** |');
    expect(lines).toContain('| coverage of P10-P90 | 0.78 to 0.82 | 0.779 | **missed** |');
    expect(lines).toContain('| promise_at_risk: hours before the promise (P50) | >= 48 | - | not judged |');
    expect(lines.filter((line) => line.startsWith('| leg_stalled: '))).toEqual([]);
  });
});
