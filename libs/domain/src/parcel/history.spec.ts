import { describe, expect, it } from '@jest/globals';
import { explainRules } from '../exceptions/explain-rules.ts';
import { foundInPassing } from '../exceptions/found-in-passing.ts';
import { foldSteps } from './fold.ts';
import { HISTORY_AFTER_DAYS, isHistory } from './history.ts';
import { given, hour, parcel, report, scan } from './story.spec-kit.ts';

const longAgo = -HISTORY_AFTER_DAYS * 24;
const journey = [
  scan('picked_up', longAgo - 200),
  scan('export_customs_held', longAgo - 150),
  scan('export_customs_released', longAgo - 100),
  scan('delivered', longAgo),
];

describe('a parcel whose journey lies 90 days or more before its registration', () => {
  const past = given(parcel({ promisedAt: hour(longAgo - 50) }), ...journey);

  it('is where its scans say, with nothing wrong and nothing to wait for', () => {
    const { state, wrong, nextDueHour, estimate } = past.at(0);
    expect([state.status, wrong, nextDueHour, estimate]).toEqual(['delivered', [], null, null]);
  });

  it('alarms of no trouble that came and went', () => {
    const { view } = past.at(0);
    const steps = foldSteps(journey, view.facts);
    const passed = steps.map(({ event, state }) => ({ state, heard: event.eventId }));
    expect(foundInPassing(passed, view)).toEqual([]);
    expect(
      foundInPassing(passed, { ...view, facts: { ...view.facts, registeredAt: hour(longAgo - 200) } }),
    ).not.toEqual([]);
  });

  it('is not looked for, wherever its scans end', () => {
    const lost = given(parcel(), ...journey.slice(0, 2)).at(5000);
    expect([lost.wrong, lost.nextDueHour, lost.estimate]).toEqual([[], null, null]);
    for (const verdict of explainRules(lost.view, hour(5000)))
      expect(verdict).toMatchObject({ holds: [], next: null });
  });

  it('is one like others once it is heard of again, or its consumer asks for it', () => {
    const heard = given(parcel(), ...journey.slice(0, 2), scan('in_transit', 10));
    expect(heard.at(5000).wrong).not.toEqual([]);
    const asked = given(parcel(), ...journey).reported(report('not_received', 10));
    expect(asked.at(20).wrong).toEqual(['consumer_report']);
  });
});

describe('a parcel that is registered late', () => {
  it.each([
    ['of which nothing is known', parcel(), []],
    ['that was promised for later', parcel({ promisedAt: hour(100) }), journey.slice(0, 2)],
    ['that was shipped 89 days ago', parcel({ shippedAt: hour(longAgo + 24) }), []],
  ])('%s is followed', (_, facts, scans) => {
    const { view } = given(facts, ...scans).at(0);
    expect(isHistory(view)).toBe(false);
  });
});
