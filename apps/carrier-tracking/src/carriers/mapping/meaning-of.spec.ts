import { describe, expect, it } from '@jest/globals';
import { readMapping } from './file/read-mapping.ts';
import { MappedPayloadReader } from './mapped-payload.reader.ts';

const text = `
sender: someone
format: json
number: number
events: events
event: { time: at, code: code, status: status, description: words }
codes: { A1: picked_up }
statuses: { X: { milestone: delayed, reason: other } }
patterns: [{ match: refused, is: { milestone: refused, reason: consignee } }]
`;

const read = (event: object) => {
  const mapping = readMapping('someone.yaml', text);
  if (!mapping.ok) throw new Error(JSON.stringify(mapping.faults));
  const reading = new MappedPayloadReader(mapping.mapping).read({ number: 'N1', events: [event] });
  if (reading.kind !== 'understood') throw new Error(reading.detail);
  const [scan] = reading.scans;
  return { milestone: scan?.reading.milestone, rawCode: scan?.rawCode, codeUnknown: scan?.codeUnknown };
};

describe('the meaning of an event', () => {
  it('is that of its code, whatever the words and the status', () => {
    expect(read({ code: 'A1', status: 'X', words: 'refused' })).toEqual({
      milestone: 'picked_up',
      rawCode: 'A1',
      codeUnknown: false,
    });
  });

  it('is that of the words without a code, and the status is kept as what was told', () => {
    expect(read({ status: 'X', words: 'Refused by consignee' })).toEqual({
      milestone: 'refused',
      rawCode: 'X',
      codeUnknown: false,
    });
  });

  it('is that of the status where the words say nothing', () => {
    expect(read({ status: 'X', words: 'so so' })).toMatchObject({ milestone: 'delayed', codeUnknown: false });
    expect(read({ code: 'Q9', status: 'X', words: 'so so' })).toEqual({
      milestone: 'delayed',
      rawCode: 'Q9',
      codeUnknown: true,
    });
  });
});
