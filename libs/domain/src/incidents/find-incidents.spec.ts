import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../calendar/instant.ts';
import { everyDay } from '../calendar/working-calendar.ts';
import { START } from '../parcel/story.spec-kit.ts';
import { silentFeeds } from './find-incidents.ts';
import { feedOf } from './stages.spec-kit.ts';

const found = (silentHours: number, parcels?: number) =>
  silentFeeds([feedOf('post', silentHours, parcels)], () => everyDay, START);

describe('a silent feed', () => {
  it('is found when its silence is longer than ever, if parcels wait for it', () => {
    expect(found(5)).toEqual([]);
    expect(found(6)).toMatchObject([
      { kind: 'feed_silence', scope: { carrier: 'post' }, since: START - 6 * HOUR_MS, parcels: 100 },
    ]);
    expect(found(6, 19)).toEqual([]);
  });

  it('is judged by the days of the country to which most of its parcels go', () => {
    const asked: string[] = [];
    const feed = {
      ...feedOf('post', 6),
      destinations: new Map([
        ['FR', 9],
        ['DE', 80],
        ['US', 11],
      ]),
    };
    silentFeeds(
      [feed],
      (_stage, { destinationCountry }) => (asked.push(destinationCountry), everyDay),
      START,
    );
    expect(asked).toEqual(['DE']);
  });
});
