import { describe, expect, it } from '@jest/globals';
import { quantile, spreadOf, tableOf, type BenchResult } from './report.ts';

const result: BenchResult = {
  name: 'apply',
  unit: 'us CPU/event',
  ours: { median: 100, min: 90, max: 110 },
  baseline: { median: 5000, min: 4900, max: 5100 },
  ratioToBaseline: 50,
  goal: '>= 30 x baseline',
  met: true,
  details: {},
};

describe('figures', () => {
  it('take the nearest rank as a quantile', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect([quantile(values, 0.99), quantile(values, 0.5), quantile([7], 0.99)]).toEqual([198, 100, 7]);
  });

  it('have the middle of their runs as median', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 });
    expect(spreadOf([4, 1, 2, 9])).toEqual({ median: 3, min: 1, max: 9 });
  });

  it('cannot be made from nothing', () => {
    expect(() => spreadOf([])).toThrow('no values');
  });
});

describe('the table', () => {
  it('tells each figure with its spread and whether it meets its goal', () => {
    const table = tableOf({
      machine: 'a machine',
      results: [
        result,
        { ...result, name: 'latency', met: false },
        { ...result, name: 'limit', limit: { median: 400, min: 390, max: 410 }, ratioToLimit: 0.25 },
      ],
    });
    expect(table.split('\n')).toEqual([
      'a machine',
      expect.stringMatching(/^figure +unit +ours +baseline +ratio +limit +of it +goal$/),
      expect.stringMatching(
        /^apply +us CPU\/event +100 \(90\.0-110\) +5000 \(4900-5100\) +50\.0 x +- +- +>= 30 x baseline +met$/,
      ),
      expect.stringMatching(/^latency .* MISSED$/),
      expect.stringMatching(/^limit .* 400 \(390-410\) +0\.250 /),
    ]);
  });
});
