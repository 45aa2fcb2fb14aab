import { describe, expect, it } from '@jest/globals';
import file from '../17track/17track.mapping.json' with { type: 'json' };
import { checkMapping } from './mapping.ts';

describe('a mapping file', () => {
  it('is accepted with all of its codes', () => {
    expect([...checkMapping(file).codes.keys()]).toEqual(Object.keys(file.codes));
  });

  it('names every code whose milestone, leg or reason is unknown', () => {
    const codes = {
      A: { milestone: 'teleported' },
      B: { milestone: 'in_transit', reason: 'gremlins' },
      C: { milestone: 'in_transit', atOrigin: 'nowhere' },
      D: { milestone: 'in_transit', leg: 'orbit' },
      E: { milestone: 'delivered', leg: 'last_mile' },
    };
    expect(() => checkMapping({ ...file, codes })).toThrow(
      /A has the unknown milestone "teleported".*B has the unknown reason "gremlins".*C .*"nowhere".*D .*leg "orbit".*E names a leg/,
    );
  });

  it.each([
    ['a missing part', { ...file, events: undefined }],
    ['a path without its slash', { ...file, number: 'data.number' }],
    ['an unknown field', { ...file, colour: 'red' }],
  ])('is refused with %s', (_, wrong) => {
    expect(() => checkMapping(JSON.parse(JSON.stringify(wrong)))).toThrow('The mapping file cannot be used');
  });
});
