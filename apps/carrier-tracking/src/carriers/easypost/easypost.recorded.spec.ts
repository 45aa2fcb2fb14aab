import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { milestones } from '@landfall/contracts';
import { describe, expect, it } from '@jest/globals';
import { parseDocument } from 'yaml';
import { isSigned } from '../../receive-signed-push/signature.ts';
import { signedSenders } from '../../receive-signed-push/signed-senders.ts';
import { readerOf } from '../mapping/reader.spec-kit.ts';

const reader = readerOf('easypost');

/** Payloads recorded elsewhere; they are no part of the repository. */
const shared =
  process.env['LANDFALL_SHARED_DIR'] ??
  join(import.meta.dirname, '..', '..', '..', '..', '..', '..', 'shared');
const folder = join(shared, 'data', 'carrier-payloads', 'easypost');
const onRecorded = existsSync(folder) ? it : it.skip;

interface Tracker {
  object: 'Tracker';
  tracking_code: string;
  tracking_details: { status: string; datetime: string }[];
}

const isTracker = (value: object): value is Tracker =>
  (value as { object?: unknown }).object === 'Tracker' && 'tracking_details' in value;

/** Every tracker anywhere in a value; texts of JSON, which recorded traffic has, are looked into. */
const trackersIn = (value: unknown): Tracker[] => {
  if (typeof value === 'string' && value.startsWith('{')) return trackersIn(parsed(value));
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(trackersIn);
  return isTracker(value) ? [value, ...inside] : inside;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const contentOf = (name: string): unknown => {
  const text = readFileSync(join(folder, name), 'utf8');
  return name.endsWith('.json') ? JSON.parse(text) : parseDocument(text, { logLevel: 'silent' }).toJS();
};

const recorded = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(json|ya?ml)$/.test(name))
    .flatMap((name) => trackersIn(contentOf(name)));

describe('recorded EasyPost payloads', () => {
  onRecorded('are understood: every event found, with its time and a known code', () => {
    const trackers = recorded();
    expect(trackers.length).toBeGreaterThan(50);
    for (const tracker of trackers) {
      const push = { object: 'Event', description: 'tracker.updated', result: tracker };
      const reading = reader.readEvents(reader.parse(Buffer.from(JSON.stringify(push))));
      if (reading.kind !== 'understood') throw new Error(`${tracker.tracking_code}: ${reading.reason}`);
      expect(reading.events).toHaveLength(tracker.tracking_details.length);
      for (const [index, { time, codeUnknown, reading: meaning }] of reading.events.entries()) {
        const { datetime, status } = tracker.tracking_details[index] ?? {};
        expect(time?.occurredAt).toBe(datetime);
        expect(codeUnknown).toBe(false);
        if (status === 'error') expect(meaning).toBeNull();
        else expect(milestones).toContain(meaning?.milestone);
      }
    }
  });

  onRecorded('have a signature that holds under its secret, and under no other', () => {
    const examples = join(folder, 'examples');
    const { webhooks } = JSON.parse(readFileSync(join(examples, 'client-library-fixtures.json'), 'utf8')) as {
      webhooks: { secret: string; hmac_signature: string };
    };
    // The line is the body; the file ends it.
    const [line = ''] = readFileSync(join(examples, 'event-body.json'), 'utf8').split('\n');
    const body = Buffer.from(line);
    const manner = signedSenders.find(({ sender }) => sender === 'easypost');
    if (!manner) throw new Error('unreachable: EasyPost signs');
    expect(isSigned(manner, body, webhooks.hmac_signature, ['another', webhooks.secret])).toBe(true);
    expect(isSigned(manner, body, webhooks.hmac_signature, ['another'])).toBe(false);
  });
});
