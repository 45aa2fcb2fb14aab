import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../../parcel/story.spec-kit.ts';
import { notOnline } from './not-online.rule.ts';

describe('not_online', () => {
  it('opens 48 hours after shipping, not before', () => {
    const shipped = given(parcel({ shippedAt: hour(10) }), scan('label_created', 1));
    expect(shipped.at(57.99).wrong).toEqual([]);
    expect(shipped.at(57.99).nextDueHour).toBe(58);
    expect(shipped.at(58).wrong).toEqual(['not_online(collection)']);
    expect(shipped.at(58).nextDueHour).toBeNull();
  });

  it('opens 72 hours after registration where no shipping time was given', () => {
    const registered = given(parcel());
    expect(registered.at(71.99).wrong).toEqual([]);
    expect(registered.at(72).wrong).toEqual(['not_online(collection)']);
  });

  it('began to hold at its due time, whenever it is found', () => {
    const [finding] = given(parcel({ shippedAt: hour(10) })).at(500).findings;
    expect(finding).toMatchObject({ since: hour(58), evidence: { threshold: { hours: 48 } } });
  });

  it('is the merchant to blame who never said that he shipped, the carrier otherwise', () => {
    expect(given(parcel()).at(80).findings[0]?.blame.party).toBe('merchant');
    expect(given(parcel({ shippedAt: hour(0) })).at(80).findings[0]?.blame.party).toBe('carrier');
  });

  it.each(['picked_up', 'pickup_failed', 'export_customs_started', 'in_transit'] as const)(
    'is ended by any scan: %s',
    (milestone) => {
      const { wrong, view } = given(parcel(), scan(milestone, 80)).at(81);
      expect(wrong).not.toContain('not_online(collection)');
      expect(notOnline.becauseCleared(view, 'collection', hour(0))).toBe('a carrier scanned the parcel');
    },
  );

  it('does not concern a cancelled parcel', () => {
    const { wrong, view } = given(parcel({ cancelledAt: hour(20) })).at(100);
    expect(wrong).toEqual([]);
    expect(notOnline.becauseCleared(view, 'collection', hour(0))).toBe('the order was cancelled');
  });

  it('ends when the shipping time turns out to be later', () => {
    const { view } = given(parcel({ shippedAt: hour(90) })).at(100);
    expect(notOnline.becauseCleared(view, 'collection', hour(0))).toBe(
      'the parcel is not due for a scan yet',
    );
  });
});
