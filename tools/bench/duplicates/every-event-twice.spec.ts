import { expect, it } from '@jest/globals';
import { scanStream } from '../../workload/scan-stream.ts';
import { everyEventTwice } from './every-event-twice.ts';

it('repeats each event once, some time after it, and keeps the order of the events', () => {
  const events = [...scanStream(5, 500)];
  const records = everyEventTwice(events, 5);
  expect(records).toHaveLength(1_000);
  const firsts = [...new Set(records.map(({ eventId }) => eventId))];
  expect(firsts).toEqual(events.map(({ eventId }) => eventId));
  const repeats = records.filter(({ eventId }, index) =>
    records.slice(0, index).some((earlier) => earlier.eventId === eventId),
  );
  expect(new Set(repeats).size).toBe(500);
});
