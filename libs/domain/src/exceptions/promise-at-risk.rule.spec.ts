import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../calendar/instant.ts';
import { estimateDelivery, likelyLateFrom } from '../estimate/estimate-delivery.ts';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { assess } from './assess.ts';
import { promiseAtRisk } from './promise-at-risk.rule.ts';

const flying = [scan('picked_up', 1), scan('handed_to_linehaul', 40)];
const promised = parcel({ promisedAt: hour(250) });

describe('promise_at_risk', () => {
  it('opens when the estimate says so, as time passes without a scan', () => {
    const story = given(promised, ...flying);
    expect(story.at(41).wrong).toEqual([]);
    expect(story.at(41).estimate?.pLate).toBeLessThan(0.97);
    const due = story.at(41).nextDueHour ?? NaN;
    expect(story.at(due - 0.1).wrong).toEqual([]);
    expect(story.at(due).wrong).toEqual(['promise_at_risk']);
    // The estimate waits for what may still be told as the rule does.
    expect(Math.abs((story.at(due).estimate?.pLate ?? 0) - 0.97)).toBeLessThan(0.03);
    expect(due).toBeLessThan(250 - 24);
    expect(story.at(due).findings[0]).toMatchObject({ since: hour(due), blame: { leg: 'trunk_line' } });
  });

  it('opens with the scan that shows it, where the promise was never to be kept', () => {
    const [finding] = given(parcel({ promisedAt: hour(66) }), ...flying).at(41).findings;
    expect(finding).toMatchObject({ code: 'promise_at_risk', since: hour(40) });
  });

  it('does not open with less than a day left', () => {
    expect(given(parcel({ promisedAt: hour(63) }), ...flying).at(41).wrong).toEqual([]);
  });

  it('is known before anybody has picked the parcel up', () => {
    const story = given(promised);
    const due = (likelyLateFrom(story.at(0).view, 0.97) ?? NaN) / HOUR_MS - hour(0) / HOUR_MS + 4;
    expect(story.at(due - 0.1).wrong).not.toContain('promise_at_risk');
    expect(story.at(due).wrong).toContain('promise_at_risk');
    expect(Math.abs((story.at(due - 4).estimate?.pLate ?? 0) - 0.97)).toBeLessThan(0.03);
  });

  it('once open it holds until P(late) has fallen under 0.5', () => {
    const open = [{ code: 'promise_at_risk' as const, leg: null, open: true, since: hour(5) }];
    const between = given(promised, ...flying).at(140);
    expect(between.estimate?.pLate).toBeGreaterThan(0.5);
    expect(between.estimate?.pLate).toBeLessThan(0.97);
    expect(between.wrong).toEqual([]);
    expect(assess(between.view, hour(140), open)).toMatchObject([
      { code: 'promise_at_risk', since: hour(5) },
    ]);
    const landed = given(
      promised,
      ...flying,
      scan('import_customs_released', 80),
      scan('arrived_at_delivery_depot', 101),
    ).at(102);
    expect(landed.estimate?.pLate).toBeLessThan(0.5);
    expect(assess(landed.view, hour(102), open)).toEqual([]);
    expect(promiseAtRisk.becauseCleared(landed.view, null, hour(102))).toBe(
      'the parcel will probably be in time',
    );
  });

  it('gives way to the broken promise, and ends with the delivery', () => {
    const { wrong, view } = given(promised, ...flying).at(250);
    expect(wrong).toContain('promise_broken');
    expect(wrong).not.toContain('promise_at_risk');
    expect(promiseAtRisk.becauseCleared(view, null, hour(250))).toBe('the promise is broken');
    const delivered = given(promised, ...flying, scan('delivered', 240)).at(241);
    expect(delivered.wrong).toEqual([]);
    expect(promiseAtRisk.becauseCleared(delivered.view, null, hour(241))).toBe('the parcel was delivered');
  });

  it('agrees with the estimate at every hour: the rule looks ahead, the estimate at the present', () => {
    const story = given(promised, ...flying);
    for (let at = 45; at < 250; at += 4) {
      const pLate = estimateDelivery(story.at(at - 4).view, hour(at - 4))?.pLate ?? NaN;
      if (Math.abs(pLate - 0.97) < 0.02) continue;
      expect({ at, risk: story.at(at).wrong.includes('promise_at_risk') }).toEqual({
        at,
        risk: pLate >= 0.97,
      });
    }
  });
});
