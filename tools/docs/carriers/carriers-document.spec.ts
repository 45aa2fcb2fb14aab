import { describe, expect, it } from '@jest/globals';
import { milestones, reasons } from '@landfall/contracts';
import { legOf } from '@landfall/domain';
import { builtInMappings } from '../../../apps/carrier-tracking/src/carriers/mapping/built-in.ts';
import { carriersDocument, sendersTable, withFound } from './carriers-document.ts';

const mappings = [...builtInMappings().values()];
const rowOf = (table: string, sender: string) =>
  table.split('\n').find((line) => line.startsWith(`| \`${sender}\` |`));

const cellsOf = (table: string, name: string): string[] =>
  (rowOf(table, name) ?? '').split('|').map((cell) => cell.trim());

describe('the document of carriers', () => {
  it('has a row for each sender with a mapping file', () => {
    const { path, text } = carriersDocument();
    expect(path).toBe('docs/carriers.md');
    for (const { sender } of mappings) expect(rowOf(text, sender)).toBeDefined();
  });

  it('says how many codes a sender has, which of them are no scans, and what was found in recorded answers', () => {
    const ours = mappings.filter(({ sender }) => sender === 'canada-post');
    const checked = { payloads: 3, events: 6, times: 6, mapped: 4, noScans: 2, agreed: 15, disagreed: 1 };
    expect(rowOf(sendersTable(ours, { 'canada-post': checked }), 'canada-post')).toMatch(
      /^\| `canada-post` \| Canada Post \| XML \| \d+ \| 2 \| \d+ \| 6 of 3 \| 15 \/ 1 \|$/,
    );
    expect(rowOf(sendersTable(ours, {}), 'canada-post')).toMatch(/\| - \| - \|$/);
  });

  it('says of every milestone where it belongs and what it tells, and of every reason whom it blames', () => {
    const { text } = carriersDocument();
    for (const name of milestones) {
      const leg = legOf(name);
      const [, , where = '', is = '', phrase = ''] = cellsOf(text, name);
      expect([name, where]).toEqual([name, leg === null ? 'any' : `\`${leg}\``]);
      expect(['progress', 'trouble']).toContain(is);
      expect(phrase.length).toBeGreaterThan(8);
    }
    expect(cellsOf(text, 'import_customs_held')[3]).toBe('trouble');
    expect(cellsOf(text, 'import_customs_released')[3]).toBe('progress');
    for (const name of reasons) expect((cellsOf(text, name)[2] ?? '').length).toBeGreaterThan(8);
  });

  it('keeps the figures of senders that are not in a report, as long as they have a mapping file', () => {
    const checked = { payloads: 1, events: 1, times: 1, mapped: 1, noScans: 0, agreed: 0, disagreed: 0 };
    const now = { ...checked, payloads: 2 };
    const kept = withFound(
      { acme: checked, post: checked, gone: checked },
      { post: now },
      new Set(['acme', 'post']),
    );
    expect(kept).toEqual({ acme: checked, post: now });
  });
});
