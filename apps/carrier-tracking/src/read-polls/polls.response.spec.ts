import { describe, expect, it } from '@jest/globals';
import { newFigures } from '../persistence/poller.store.ts';
import { newStanding, type Standing } from '../poll-carriers/limits/allowance.ts';
import { toPolledCarrier } from './polls.response.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const later = now + 60_000;
const shown = (changes: Partial<Standing>) =>
  toPolledCarrier({ name: 'acme', standing: { ...newStanding, ...changes }, figures: newFigures }, now);
const breaker = (state: 'open' | 'half_open') => ({ state, failures: 5, trips: 1, until: later });

describe('a carrier who is polled', () => {
  it.each<[string, Partial<Standing>, string | null]>([
    ['polling', {}, null],
    ['polling', { pausedUntil: now }, null],
    ['paused', { pausedUntil: later }, '2026-03-10T12:01:00.000Z'],
    ['failing', { breaker: breaker('open'), pausedUntil: now + 1 }, '2026-03-10T12:01:00.000Z'],
    ['probing', { breaker: breaker('half_open') }, '2026-03-10T12:01:00.000Z'],
  ])('is %s with %j', (state, standing, until) => {
    expect(shown(standing)).toMatchObject({ name: 'acme', state, until, answeredAt: null, lastFault: null });
  });
});
