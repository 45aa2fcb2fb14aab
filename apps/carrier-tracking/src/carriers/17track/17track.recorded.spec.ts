import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { milestones } from '@landfall/contracts';
import { describe, expect, it } from '@jest/globals';
import { readerOf } from '../mapping/reader.spec-kit.ts';

const reader = readerOf('17track');

/** Payloads recorded elsewhere; they are no part of the repository. */
const shared =
  process.env['LANDFALL_SHARED_DIR'] ??
  join(import.meta.dirname, '..', '..', '..', '..', '..', '..', 'shared');
const folder = join(shared, 'data', 'carrier-payloads', '17track-v2.4-synthetic');
const onRecorded = existsSync(folder) ? it : it.skip;

interface Item {
  number: string;
  track_info?: { tracking: { providers: { events: unknown[] }[] } };
}

/** An API answer has the same items as pushes have. */
const pushesOf = (file: unknown): { event: string; data: Item }[] => {
  const { event, data } = file as { event?: string; data?: Item & { accepted?: Item[] } };
  if (event && data) return [{ event, data }];
  return (data?.accepted ?? [])
    .filter((item) => item.track_info)
    .map((item) => ({ event: 'TRACKING_UPDATED', data: item }));
};

const recorded = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => pushesOf(JSON.parse(readFileSync(join(folder, name), 'utf8'))));

describe('recorded 17TRACK payloads', () => {
  onRecorded('are understood: every event found, with a time and a known milestone', () => {
    const pushes = recorded();
    expect(pushes.length).toBeGreaterThan(0);
    for (const push of pushes) {
      const events = push.data.track_info?.tracking.providers.flatMap((provider) => provider.events) ?? [];
      const reading = reader.read(push);
      if (reading.kind !== 'understood') throw new Error(`${push.data.number}: ${reading.reason}`);
      expect(reading.scans).toHaveLength(events.length);
      for (const scan of reading.scans) {
        expect(scan.time?.occurredAt).toMatch(/^\d{4}-\d\d-\d\dT/);
        expect(milestones).toContain(scan.reading.milestone);
      }
    }
  });

  onRecorded('read a code of the future by its main status', () => {
    const scans = recorded().flatMap((push) => {
      const reading = reader.read(push);
      return reading.kind === 'understood' ? reading.scans : [];
    });
    for (const scan of scans.filter((one) => one.codeUnknown && one.rawCode?.startsWith('InTransit_')))
      expect(scan.reading.milestone).toBe('in_transit');
    expect(scans.some((one) => one.codeUnknown)).toBe(true);
  });
});
