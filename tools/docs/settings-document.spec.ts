import { describe, expect, it } from '@jest/globals';
import { settingsDocument } from './settings-document.ts';

const { text } = settingsDocument('made by a spec');
const rowOf = (name: string) => text.split('\n').filter((line) => line.includes(`| \`${name}\` |`));

describe('the document of settings', () => {
  it('has what a variable is for from its comment, and what stands for it', () => {
    expect(rowOf('HOLD_SECONDS')).toEqual([
      '| `HOLD_SECONDS` | `180` | Seconds that a message waits for the rest of a burst of scans. |',
    ]);
    expect(rowOf('PORT')).toEqual([expect.stringContaining('each service its own')]);
    expect(rowOf('POLLED_CARRIERS')).toEqual([expect.stringContaining('| none |')]);
  });

  it('shows no secret, nor a URL that holds a password', () => {
    expect(rowOf('DATABASE_URL')).toEqual([expect.stringContaining('one for development')]);
    expect(text).not.toContain('development only');
    expect(text).not.toContain('postgres://');
  });
});
