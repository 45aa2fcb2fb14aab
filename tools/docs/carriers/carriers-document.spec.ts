import { describe, expect, it } from '@jest/globals';
import { builtInMappings } from '../../../apps/carrier-tracking/src/carriers/mapping/built-in.ts';
import { carriersDocument, sendersTable } from './carriers-document.ts';

const mappings = [...builtInMappings().values()];
const rowOf = (table: string, sender: string) =>
  table.split('\n').find((line) => line.startsWith(`| \`${sender}\` |`));

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
});
