import { describe, expect, it } from '@jest/globals';
import { faultText } from './located-fault.ts';
import { readMapping } from './read-mapping.ts';

const good = `sender: test-post
format: json
number: number
events: events[]
event:
  time: at
  code: code
  description: text
codes:
  PU: picked_up
  0174: out_for_delivery
patterns:
  - { match: delivered, is: delivered }
`;

const faultsOf = (text: string, file = 'test-post.yaml'): string[] => {
  const read = readMapping(file, text);
  return read.ok ? [] : read.faults.map(faultText);
};
const changed = (from: string | RegExp, to: string) => {
  const text = good.replace(from, to);
  if (text === good) throw new Error('nothing was changed');
  return text;
};

describe('a mapping file', () => {
  it('is read as YAML or JSON; its codes are what is written', () => {
    const read = readMapping('test-post.yaml', good);
    if (!read.ok) throw new Error(read.faults.map(faultText).join());
    expect(read.mapping.codes.get('0174')).toEqual({
      milestone: 'out_for_delivery',
      leg: null,
      reason: null,
    });
    expect(
      faultsOf(
        '{"sender": "test-post", "format": "xml", "events": "a.b[]", "event": {"time": "at"}}',
        'test-post.json',
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'an unknown milestone',
      'PU: picked_up',
      'PU: teleported',
      /^test-post.yaml:10:3 \/codes\/PU "teleported" is not one of label_created/,
    ],
    [
      'an unknown reason',
      'PU: picked_up',
      'PU: { milestone: picked_up, reason: gremlins }',
      /:10:31 \/codes\/PU\/reason "gremlins" is not one of carrier/,
    ],
    [
      'an unknown leg',
      'PU: picked_up',
      'PU: { milestone: in_transit, leg: orbit }',
      /:10:32 \/codes\/PU\/leg "orbit" is not one of collection/,
    ],
    [
      'a milestone of another leg',
      'PU: picked_up',
      'PU: { milestone: delivered, leg: last_mile }',
      /:10:31 \/codes\/PU\/leg cannot be given: delivered has a leg of its own/,
    ],
    [
      'a meaning that is a number',
      'PU: picked_up',
      'PU: 7',
      /:10:3 \/codes\/PU must be text .* or a map or null/,
    ],
    [
      'a code that stands twice',
      'PU: picked_up',
      'PU: picked_up\n  PU: delivered',
      /:11:3 .* "PU" stands twice, first in line 10/,
    ],
    [
      'a code with nothing behind it',
      'PU: picked_up',
      'PU:',
      /:10:3 \/codes\/PU has nothing behind it: write .* null if it is no scan/,
    ],
    [
      'a misspelt milestone',
      'PU: picked_up',
      'PU: picked-up',
      /:10:3 \/codes\/PU "picked-up" is not known here: did you mean picked_up\?$/,
    ],
    [
      'a field that ends in a known one',
      'number: number',
      'number: number\ntimezone: utc',
      /:4:1 \/timezone is not known here: did you mean zone\?/,
    ],
    ['a misspelt field', 'codes:', 'code:', /:9:1 \/code is not known here: did you mean codes\?/],
    [
      'a misspelt field of a meaning',
      'PU: picked_up',
      'PU: { milestone: picked_up, reasn: other }',
      /\/codes\/PU\/reasn is not known here: did you mean reason\?/,
    ],
    [
      'a function that there is not',
      'number: number',
      'number: tirm(number)',
      /:3:1 \/number uses tirm\(\), which JMESPath does not have: did you mean trim\(\)\?/,
    ],
    [
      'a code that differs by case',
      'PU: picked_up',
      'PU: picked_up\n  Pu: delivered',
      /:11:3 \/codes\/Pu is ambiguous: "PU" stands above/,
    ],
    [
      'an unknown field',
      'number: number',
      'number: number\ncolour: red',
      /:4:1 \/colour is not known here: remove it/,
    ],
    [
      'an unknown field of the event',
      '  code: code',
      '  code: code\n  colour: red',
      /:8:3 \/event\/colour is not known here/,
    ],
    ['a missing field', '  time: at\n', '', /:5:1 \/event has no "time"/],
    ['no expression', 'number: number', 'number: "a..b"', /:3:1 \/number is no JMESPath/],
    [
      'one bad expression of several',
      'number: number',
      'number: [number, "a["]',
      /:3:18 \/number\/1 is no JMESPath/,
    ],
    [
      'a name that every object has',
      'number: number',
      'number: constructor',
      /:3:1 \/number names "constructor"/,
    ],
    [
      'an unknown zone',
      'number: number',
      'zone: [place, Mars/Olympus]',
      /:3:15 \/zone\/1 "Mars\/Olympus" is no zone/,
    ],
    [
      'an unknown zone of an abbreviation',
      'number: number',
      'zones: { ABC: nowhere }',
      /:3:10 \/zones\/ABC "nowhere" is neither/,
    ],
    [
      'a format that is none',
      '  time: at',
      '  time: { at: at, format: whenever }',
      /:6:19 \/event\/time\/format is neither one of iso/,
    ],
    ['a format without a year', '  time: at', '  time: { at: at, format: HH:mm }', /is neither one of iso/],
    [
      'a time without a place',
      '  time: at',
      '  time: { format: iso }',
      /:6:3 \/event\/time must have either "at"/,
    ],
    [
      'a pattern that is none',
      'match: delivered',
      'match: "(unclosed"',
      /:13:7 \/patterns\/0\/match is no RE2 expression/,
    ],
    ['a look-ahead', 'match: delivered', 'match: "(?=x)"', /is no RE2 expression/],
    [
      'a pattern that was there',
      /$/,
      '  - { match: [back, delivered], is: returned }\n',
      /:14:21 \/patterns\/1\/match\/1 can never be reached: "delivered" above/,
    ],
    [
      'a pattern whose words were there',
      /$/,
      '  - { match: was delivered to, is: returned }\n',
      /:14:7 \/patterns\/1\/match can never be reached/,
    ],
    ['anchors', 'number: number', 'number: &n number\nhistory: *n', /has anchors/],
    ['what is no YAML', 'number: number', 'number: [number', /^test-post.yaml:\d+:\d+ /],
    [
      'another name than the file',
      'sender: test-post',
      'sender: other-post',
      /:1:1 \/sender must be the name of the file/,
    ],
    ['codes without a place', '  code: code\n', '', /:8:1 \/codes needs "code" in the event/],
    ['patterns without a place', '  description: text\n', '', /\/patterns needs "description" in the event/],
    ['a list of nothing', 'events: events[]', 'events: []', /:4:1 \/events /],
  ])('is refused with %s, by line and column', (_, from, to, expected) => {
    expect(faultsOf(changed(from, to)).join('\n')).toMatch(expected);
  });

  it('cannot have the name of our own shape', () => {
    expect(faultsOf(changed('test-post', 'landfall'), 'landfall.yaml').join()).toMatch(
      /:1:1 \/sender is the name/,
    );
  });

  it('is refused with all its faults at once', () => {
    const text = changed('PU: picked_up', 'PU: teleported').replace('number: number', 'numbr: number');
    expect(faultsOf(text)).toHaveLength(2);
  });

  it('may have patterns that only look alike', () => {
    const more = `  - { match: ['^was delivered', 'deliver(y|ing)'], is: in_transit }\n`;
    expect(faultsOf(good + more)).toEqual([]);
    expect(
      faultsOf(
        `${good.replace('match: delivered', 'match: delivered$')}  - { match: was delivered, is: null }\n`,
      ),
    ).toEqual([]);
  });

  it('of XML takes a name for a list everywhere or nowhere', () => {
    const xml = changed('format: json', 'format: xml').replace('number: number', 'number: events.number');
    expect(faultsOf(xml).join()).toMatch(/:3:1 \/number takes "events" for one element/);
    expect(faultsOf(xml.replace('events.number', 'events[0].number'))).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a list', '[1]'],
    ['null', 'null'],
  ])('that is %s is refused', (_, text) => {
    expect(faultsOf(text)).not.toEqual([]);
  });
});
