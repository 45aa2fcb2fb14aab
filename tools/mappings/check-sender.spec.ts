import { describe, expect, it } from '@jest/globals';
import { answer, delivered, withAcme } from './acme.spec-kit.ts';
import { checkSender } from './check-sender.ts';
import { reportOf, textOf } from './report.ts';

const noExamples = { files: 0, faults: [] };
type Change = (mapping: string) => string;
const checkWith = (change: Change, ...payloads: { path: string; body: Buffer }[]) =>
  withAcme((filed) => checkSender({ name: 'acme', filed, payloads, expectations: [] }), { change });
const check = (...payloads: { path: string; body: Buffer }[]) => checkWith((text) => text, ...payloads);

describe('the check of a sender', () => {
  it('names the file and the event that has no time, and what it was looked for in', () => {
    const report = check(answer(delivered, { ...delivered, clock: '17h30' }));
    expect(report.ok).toBe(false);
    expect(report.noTimes).toEqual([
      'acme/rich.json event 2: no time in "2026-03-05 17h30" (day, clock); formats yyyy-MM-dd HHmmss (acme.yaml:10)',
    ]);
  });

  it('names an unmapped code once, with its words, how often it is there and where first', () => {
    const report = check(
      answer({ ...delivered, code: 'X9', words: 'Blurb' }, { ...delivered, code: 'X9', words: 'Other' }),
    );
    expect(report.unmappedCodes).toEqual(['X9']);
    expect(textOf(reportOf({ acme: report }, noExamples))).toContain(
      '  code X9, "Blurb" (2 times, first acme/rich.json): add it to codes, to a pattern, or as null\n',
    );
  });

  it('does not pass where no answer has an event, as behind a wrong path', () => {
    const report = checkWith((text) => text.replace('events[]', 'scans[]'), answer(delivered));
    expect(report).toMatchObject({ eventsFound: 0, ok: false });
    expect(textOf(reportOf({ acme: report }, noExamples))).toContain(
      'no answer has an event at scans[] (acme.yaml:7): mend',
    );
  });

  it('passes, with a warning, where every answer tells no tracking', () => {
    const report = check({ path: 'acme/error.json', body: Buffer.from('{"error": "not found"}') });
    expect(report).toMatchObject({ withoutTracking: 1, ok: true });
    expect(report.noEvents).toMatch(/^every answer tells no tracking/);
  });
});
