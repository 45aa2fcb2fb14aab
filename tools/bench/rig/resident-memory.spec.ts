import { describe, expect, it } from '@jest/globals';
import { courseOf, isFlat, residentMemory } from './resident-memory.ts';

const ramp = (from: number, to: number, samples: number): number[] =>
  Array.from({ length: samples }, (_, index) => from + ((to - from) * index) / (samples - 1));

describe('the course of memory', () => {
  it('is flat when it rises only in the first third, whatever its ups and downs', () => {
    const saw = Array.from({ length: 200 }, (_, index) => 180 + (index % 10));
    const course = courseOf([...ramp(80, 180, 100), ...saw], 1_000);
    expect(isFlat(course)).toBe(true);
    expect(course.resident).toMatchObject({ min: 80, max: 189 });
    expect(Math.abs(course.slope)).toBeLessThan(1);
  });

  it('is not flat when it goes on rising', () => {
    const course = courseOf(ramp(100, 220, 121), 1_000);
    expect(isFlat(course)).toBe(false);
    expect(course.slope).toBeCloseTo(60, 5);
  });

  it.each([3, 4, 5])('has a middle and a last third of %i samples', (samples) => {
    expect(courseOf(ramp(100, 100, samples), 1_000).growth).toBe(1);
  });
});

const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux('the memory of a process is that of its pages, in MB', () => {
  const own = process.memoryUsage.rss() / 1e6;
  const found = residentMemory(process.pid) ?? Number.NaN;
  expect(found / own).toBeGreaterThan(0.9);
  expect(found / own).toBeLessThan(1.1);
});
