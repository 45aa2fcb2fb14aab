import { describe, expect, it } from '@jest/globals';
import { builtInFolder } from '../../../apps/carrier-tracking/src/carriers/mapping/built-in.ts';
import { withAcme } from '../acme.spec-kit.ts';
import { filedMappings } from '../mapping-files.ts';
import { checkExamples } from './check-examples.ts';

const good = `- payload: |
    {"parcels": [{"number": "A1", "events": [
      {"day": "2026-03-05", "clock": "173000", "code": "OK", "country": "DE"},
      {"day": "2026-03-05", "clock": "080000", "code": "ADMIN"}]}]}
  parcels:
    - number: A1
      carrier: acme
      scans:
        - { milestone: delivered, occurredAt: '2026-03-05T17:30:00+01:00', country: DE, city: null }
- payload: '{"error": "none"}'
  parcels: []
`;

const faultsOf = (from: string, to: string) => {
  const example = good.replace(from, to);
  if (from !== '' && example === good) throw new Error('nothing was changed');
  return withAcme(checkExamples, { example });
};

describe('the check of examples', () => {
  it('finds nothing wrong with what is read as it says', () => {
    expect(faultsOf('', '')).toEqual([]);
  });

  it.each([
    [
      'a misspelt field',
      'milestone:',
      'milestne:',
      ':9 (example 1, parcel 1, scan 1): milestne is not known here: did you mean milestone?',
    ],
    [
      'another milestone',
      'milestone: delivered',
      'milestone: refused',
      ':9 (example 1, parcel 1, scan 1): milestone is delivered, not refused',
    ],
    [
      'a place that is not told',
      'city: null',
      'city: Leipzig',
      ':9 (example 1, parcel 1, scan 1): city is nothing, not Leipzig',
    ],
    [
      'another carrier',
      'carrier: acme',
      'carrier: other',
      ':7 (example 1, parcel 1): carrier is acme, not other',
    ],
    [
      'another number',
      'number: A1',
      'number: B1',
      ':6 (example 1, parcel 1): not understood: no_tracking_number: there is nothing at number (the payload names A1)',
    ],
    [
      'a scan that is none',
      '"ADMIN"',
      '"OK"',
      ':8 (example 1, parcel 1): 2 scans are read (delivered, delivered), not 1',
    ],
    ['a body that is none', '\'{"error": "none"}\'', "'{\"error'", ':10 (example 2): malformed_json: '],
    [
      'an answer that has no parcel',
      '{"error": "none"}',
      '{"parcels": []}',
      ':10 (example 2): no_tracking_number: there is nothing at number',
    ],
    ['nothing behind a field', 'carrier: acme', 'carrier:', ':7: has nothing behind it'],
  ])('names %s by line, example and scan', (_, from, to, expected) => {
    const [fault, ...others] = faultsOf(from, to);
    expect(fault).toContain(`examples/acme.yaml${expected}`);
    expect(others).toEqual([]);
  });

  it('asks for the file where one of ours has none', () => {
    expect(withAcme(checkExamples)).toEqual([]);
    expect(withAcme((acme) => checkExamples({ ...acme, folder: builtInFolder }))).toEqual([
      expect.stringMatching(/^examples\/acme.yaml is not there/),
    ]);
  });
});

describe.each([...filedMappings(undefined).values()])('the examples of $file', (filed) => {
  it('are read as they say', () => {
    expect(checkExamples(filed)).toEqual([]);
  });
});
