import { expect, it } from '@jest/globals';
import type { ParticipantMark } from '../participant.ts';
import { Commits } from './commits.ts';

it('tells when so many were committed, and waits for as many', async () => {
  let hear: (mark: ParticipantMark) => void = () => undefined;
  const commits = new Commits({ onMark: (listener) => (hear = listener) });
  const reached: number[] = [];
  const waiting = [5, 8].map((count) => commits.until(count).then(() => reached.push(count)));
  hear({ mark: 'applied', applied: 3 });
  const between = performance.now();
  hear({ mark: 'applied', applied: 7 });
  await waiting[0];
  expect(reached).toEqual([5]);
  expect(commits.instantOf(3)).toBeLessThanOrEqual(between);
  expect(commits.instantOf(4)).toBeGreaterThanOrEqual(between);
  expect(commits.instantOf(4)).toBe(commits.instantOf(7));
  expect(commits.instantOf(8)).toBeNaN();
  hear({ mark: 'applied', applied: 9 });
  hear({ mark: 'done', applied: 9 });
  await Promise.all([...waiting, commits.done]);
  expect(commits.applied).toBe(9);
});
