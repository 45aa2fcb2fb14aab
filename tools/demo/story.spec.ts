import { describe, expect, it } from '@jest/globals';
import { tellStory } from './story.ts';

describe('the demo story', () => {
  it('is the same for the same seed', () => {
    expect(tellStory(1, 50)).toEqual(tellStory(1, 50));
    expect(tellStory(2, 50)).not.toEqual(tellStory(1, 50));
  });

  it('gives every parcel a number of its own and its scans in order of time', () => {
    const story = tellStory(1, 500);
    expect(new Set(story.map((parcel) => parcel.trackingNumber)).size).toBe(500);
    for (const { scans } of story)
      for (const [index, scan] of scans.entries())
        expect(scan.hours).toBeGreaterThanOrEqual(scans[index - 1]?.hours ?? 0);
  });

  it('has trouble in it, and mostly none', () => {
    const story = tellStory(1, 500);
    const delivered = story.filter((parcel) =>
      parcel.scans.some((scan) => scan.milestone === 'delivered'),
    ).length;
    expect(delivered).toBeGreaterThan(400);
    expect(story.some((parcel) => parcel.cancelledAfterHours !== null)).toBe(true);
    expect(story.some((parcel) => parcel.scans.at(-1)?.milestone === 'import_customs_held')).toBe(true);
  });
});
