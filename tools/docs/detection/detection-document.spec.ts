import { describe, expect, it } from '@jest/globals';
import { conditions, consequences } from './catalogue-tables.ts';
import { detectionDocument } from './detection-document.ts';

describe('the template of detection', () => {
  it('is complete', () => {
    const { path, text } = detectionDocument();
    expect(path).toBe('docs/detection.md');
    expect(text).toContain(conditions());
  });
});

describe('the tables of the catalogue', () => {
  const rowOf = (table: string, code: string) =>
    table.split('\n').find((line) => line.startsWith(`| \`${code}\` |`));

  it('say where a code belongs, when it opens, what clears it', () => {
    expect(rowOf(conditions(), 'customs_held')).toMatch(
      /^\| `customs_held` \| `export_customs`, `import_customs` \| export_customs_held or import_customs_held is told \|/,
    );
    expect(rowOf(conditions(), 'not_dispatched')).toMatch(/^\| `not_dispatched` \| the order \|/);
    expect(rowOf(conditions(), 'leg_stalled')).toMatch(/^\| `leg_stalled` \| where it is \|/);
    expect(rowOf(conditions(), 'lost')).toMatch(/^\| `lost` \| none \|/);
    expect(rowOf(conditions(), 'consumer_report')).toMatch(
      /^\| `consumer_report` \| none \| the consumer says/,
    );
  });

  it('say who answers for it, how grave it is, what helps, and whether an incident holds it', () => {
    expect(rowOf(consequences(), 'delivery_attempt_failed')).toBe(
      '| `delivery_attempt_failed` | whoever the reason told names, else the carrier | medium, then high, then critical | 0.2 | `contact_consumer` (0.08) | no |',
    );
    expect(rowOf(consequences(), 'returned')).toBe(
      '| `returned` | whoever the reason told names, else the carrier | critical | 1 | - | no |',
    );
    expect(rowOf(consequences(), 'leg_stalled')).toMatch(/\| yes \|$/);
  });
});
