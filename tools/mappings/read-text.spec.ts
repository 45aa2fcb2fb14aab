import { describe, expect, it } from '@jest/globals';
import { answer, delivered, withAcme } from './acme.spec-kit.ts';
import { readSender } from './read-sender.ts';
import { readText } from './read-text.ts';

const linesOf = (...events: object[]) =>
  withAcme((acme) => readText(readSender(acme.mapping, [answer(...events)]), acme).split('\n'));

describe('the text of a reading', () => {
  it('has a line for each event: when, what was told, what it means and by what, and where', () => {
    expect(linesOf(delivered)).toEqual([
      'parcel A1: 1 events',
      `  1  2026-03-05T17:30:00+01:00 (the place's zone)  OK "Delivered"  -> delivered, leg last_mile, reason none (by code OK)  DE / Leipzig`,
    ]);
  });

  it.each([
    [
      'a pattern',
      { words: 'Refused' },
      '"Refused"  -> refused, leg any, reason consignee (by pattern refus)',
    ],
    ['a status', { status: 'moving' }, 'moving  -> in_transit, leg any, reason none (by status moving)'],
    ['a code that is no scan', { code: 'admin' }, 'admin  -> no scan (by code admin)'],
    [
      'a code of two milestones',
      { code: 'CUSTOMS' },
      '-> import_customs_held or, at origin, export_customs_held, leg import_customs, reason customs (by code CUSTOMS)',
    ],
  ])('says that an event was found by %s', (_, event, expected) => {
    expect(linesOf({ day: '2026-03-05', clock: '173000', ...event })[1]).toContain(expected);
  });

  it('says what is wrong where there is no time or the code is not known', () => {
    expect(linesOf({ day: '2026-03-05', clock: '17h30', code: 'X9', words: 'so so' }).slice(1)).toEqual([
      '  1  no time  X9 "so so"  -> in_transit, leg any, reason none (by nothing)  no place',
      '     WRONG: no time in "2026-03-05 17h30" (day, clock); formats yyyy-MM-dd HHmmss (acme.yaml:10)',
      '     WRONG: code X9, "so so" (once, in acme/rich.json): add it to codes, to a pattern, or as null',
    ]);
  });

  it('says why a body was not understood, and where the answer tells no tracking', () => {
    const textOf = (body: string) =>
      withAcme((acme) =>
        readText(readSender(acme.mapping, [{ path: 'a.json', body: Buffer.from(body) }]), acme),
      );
    expect(textOf('{"parcels": []}')).toMatch(/^a\.json: no_tracking_number: there is nothing at number/);
    expect(textOf('{"error": "none"}')).toMatch(/`without`/);
  });
});
