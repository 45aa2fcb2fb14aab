import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadPollers, ownPollFiles } from './load-pollers.ts';
import { readPollFile } from './read-poll-file.ts';

const around = {
  senders: new Set(['17track', 'acme']),
  setting: (name: string) => (name === 'CARRIER_ACME_KEY' ? 'a secret of tests' : undefined),
};

const lines = [
  'sender: acme',
  'numbers: { carriers: { Acme Express: 12 }, pattern: "^AC" }',
  'limits: { callsPerSecond: 2, callsPerDay: 100, timeout: 5s }',
  'ask:',
  '  method: GET',
  '  url: https://api.acme.test/track/{number}',
  '  headers: { x-key: { setting: CARRIER_ACME_KEY } }',
  '  answer: { number: /id }',
  'every: { last_mile: 10m, otherwise: 1.5h }',
  'afterEnd: { every: 6h, for: 1d }',
  'silence: { doublesEvery: 2d, atMost: 1d, giveUpAfter: 30d }',
];
/** The file with some of its lines, from 1 on, changed. */
const file = (changes: Record<number, string> = {}) =>
  lines.map((line, index) => changes[index + 1] ?? line).join('\n');
const read = (text: string) => readPollFile('acme', 'polls/acme.yaml', text, around);
const faultsOf = (changes: Record<number, string>): string[] => {
  try {
    read(file(changes));
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
};

describe('the file of a carrier who is polled', () => {
  it('says all there is to know', () => {
    const poller = read(file());
    expect(poller).toMatchObject({
      name: 'acme',
      sender: 'acme',
      limits: { rate: { perSecond: 2, burst: 1 }, callsPerDay: 100 },
      timeoutMs: 5_000,
      ask: { headers: { 'x-key': 'a secret of tests' }, batch: 1 },
      pace: { otherwise: 5_400_000 },
    });
    expect(poller.codes).toEqual(new Map([['acme-express', 12]]));
    expect(poller.pace.every.get('last_mile')).toBe(600_000);
    expect(poller.ask.answer.throttled.statuses).toEqual(new Set([429]));
  });

  it.each<[string, Record<number, string>, RegExp]>([
    ['YAML that is none', { 3: 'limits: {' }, /^polls\/acme.yaml:\d+:\d+ /],
    ['a key twice', { 2: 'sender: acme' }, /^polls\/acme.yaml:2:1 .*unique/],
    [
      'an unknown field',
      { 3: 'limits: { callsPerSecond: 2, perHour: 9 }' },
      /^polls\/acme.yaml:3:30 .*perHour/,
    ],
    [
      'an unknown stage',
      { 9: 'every: { on_the_moon: 1h, otherwise: 1h }' },
      /^polls\/acme.yaml:9:10 .*on_the_moon/,
    ],
    [
      'a duration that is none',
      { 9: 'every: { otherwise: soon }' },
      /^polls\/acme.yaml:9:10 every.otherwise/,
    ],
    ['a missing field', { 10: '' }, /^polls\/acme.yaml:1:1 .*afterEnd/],
    [
      'a sender whom nobody reads',
      { 1: 'sender: nobody' },
      /^polls\/acme.yaml:1:1 nothing reads payloads of nobody/,
    ],
    [
      'a pattern that is none',
      { 2: 'numbers: { carriers: { a: 1 }, pattern: "(" }' },
      /^polls\/acme.yaml:2:32 /,
    ],
    ['plain HTTP', { 6: '  url: http://api.acme.test/' }, /^polls\/acme.yaml:6:3 url must begin with https/],
    [
      'another protocol',
      { 6: '  url: file:///etc/passwd' },
      /^polls\/acme.yaml:6:3 url must begin with https/,
    ],
    ['no URL', { 6: '  url: /track/{number}' }, /^polls\/acme.yaml:6:3 url must be an absolute URL/],
    ['a server out of a number', { 6: '  url: https://{number}/' }, /^polls\/acme.yaml:6:3 the server/],
    ['a user in a URL', { 6: '  url: https://a:b@acme.test/{number}' }, /^polls\/acme.yaml:6:3 the server/],
    [
      'an unknown placeholder',
      { 6: '  url: https://a.test/{parcel}' },
      /^polls\/acme.yaml:6:3 {parcel} stands for/,
    ],
    [
      'a secret that is not set',
      { 7: '  headers: { k: { setting: CARRIER_B_KEY } }' },
      /^polls\/acme.yaml:7:19 .*CARRIER_B_KEY/,
    ],
    [
      'a setting that is no carrier’s',
      { 7: '  headers: { k: { setting: DATABASE_URL } }' },
      /^polls\/acme.yaml:7:\d+ /,
    ],
    ['a batch that nothing tells apart', { 7: '  batch: 5' }, /^polls\/acme.yaml:7:3 answer.items/],
    [
      'a payload without its item',
      { 8: '  answer: { payload: { a: 1 } }' },
      /^polls\/acme.yaml:8:\d+ {item}/,
    ],
    ['a body of a GET', { 7: '  body: { each: 1 }' }, /^polls\/acme.yaml:7:3 GET has no body/],
    [
      'a sign without its values',
      { 8: '  answer: { quota: { at: /code } }' },
      /^polls\/acme.yaml:8:\d+ at and is/,
    ],
    [
      'items that are one',
      { 8: '  answer: { items: /a, number: /b }' },
      /^polls\/acme.yaml:8:\d+ items must end/,
    ],
    ['items without numbers', { 8: '  answer: { items: /a/* }' }, /^polls\/acme.yaml:8:\d+ number must say/],
  ])('is refused with %s, by its line', (_, changes, expected) => {
    expect(faultsOf(changes)).toContainEqual(expect.stringMatching(expected));
  });

  it('tells every fault at once, and no secret', () => {
    const faults = faultsOf({ 1: 'sender: nobody', 6: '  url: http://x.test/' });
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toContain('a secret of tests');
  });
});

describe('the files that come with the service', () => {
  it.each(['17track', 'dhl-universal'])('can be used: %s', (name) => {
    const path = join(ownPollFiles, `${name}.yaml`);
    const text = readFileSync(path, 'utf8');
    const anybody = { senders: new Set([name]), setting: () => 'key' };
    expect(readPollFile(name, path, text, anybody)).toMatchObject({ name, sender: name });
  });

  it('ask 17TRACK about 40 numbers at once', () => {
    const [poller] = loadPollers(['17track'], [ownPollFiles], { ...around, setting: () => 'key' });
    expect(poller).toMatchObject({
      limits: { rate: { perSecond: 3, burst: 1 } },
      ask: { batch: 40, headers: { '17token': 'key' } },
      register: { batch: 40 },
    });
  });

  it('are named where somebody asks for one that there is not', () => {
    expect(() => loadPollers(['carrier-pigeon'], [ownPollFiles], around)).toThrow(
      'POLLED_CARRIERS names carrier-pigeon, but there is no carrier-pigeon.yaml; there are 17track, dhl-universal',
    );
  });
});
