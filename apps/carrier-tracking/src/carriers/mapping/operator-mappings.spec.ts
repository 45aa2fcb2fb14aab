import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { faultText } from './file/located-fault.ts';
import { OperatorMappings } from './operator-mappings.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-operator-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (sender: string, milestone: string, more = '') =>
  writeFileSync(
    join(folder, `${sender}.yaml`),
    `sender: ${sender}\nformat: json\nevents: e[]\nevent: { time: at, code: c }\ncodes: { A: ${milestone} }\n${more}`,
  );
const meanings = (own: OperatorMappings) =>
  Object.fromEntries([...own.mappings].map(([sender, { codes }]) => [sender, codes.get('A')?.milestone]));

describe("an operator's folder of mapping files", () => {
  it('is read again only when it changes', () => {
    write('a-post', 'picked_up');
    const own = new OperatorMappings(folder);
    expect([own.refresh(), own.refresh()]).toEqual([true, false]);
    write('b-post', 'delivered');
    expect([own.refresh(), own.refresh()]).toEqual([true, false]);
    expect(meanings(own)).toEqual({ 'a-post': 'picked_up', 'b-post': 'delivered' });
    rmSync(join(folder, 'a-post.yaml'));
    own.refresh();
    expect(meanings(own)).toEqual({ 'b-post': 'delivered' });
  });

  it('keeps what a broken file was before, and says what is wrong with it where', () => {
    write('a-post', 'picked_up');
    write('b-post', 'picked_up');
    const own = new OperatorMappings(folder);
    own.refresh();
    write('a-post', 'teleported');
    write('b-post', 'delivered');
    own.refresh();
    expect(meanings(own)).toEqual({ 'a-post': 'picked_up', 'b-post': 'delivered' });
    expect(own.faults.map(faultText)).toEqual([
      expect.stringMatching(/^a-post.yaml:5:10 \/codes\/A "teleported" is not one of /),
    ]);
    write('a-post', 'sorted');
    own.refresh();
    expect([meanings(own)['a-post'], own.faults]).toEqual(['sorted', []]);
  });

  it('has each name once', () => {
    write('a-post', 'picked_up');
    write('b-post', 'picked_up', 'aliases: [a-post]\n');
    const own = new OperatorMappings(folder);
    own.refresh();
    expect(Object.keys(meanings(own))).toEqual(['a-post']);
    expect(own.faults.map(faultText)).toEqual([
      'b-post.yaml:1:1 /aliases "a-post" is a name of a-post.yaml too',
    ]);
  });

  it('must be there', () => {
    expect(() => new OperatorMappings(join(folder, 'nowhere')).refresh()).toThrow('ENOENT');
  });
});
