import { describe, expect, it } from '@jest/globals';
import { DwellDistribution } from '../dwell/dwell-distribution.ts';
import { explainEstimate } from '../estimate/explain-estimate.ts';
import type { Knowledge } from '../knowledge.ts';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { explainRules } from './explain-rules.ts';
import { rules } from './rules.ts';

const landed = [scan('handed_to_linehaul', 40), scan('arrived_in_destination_country', 100)];

describe('the explanation of a parcel', () => {
  it('has each rule once', () => {
    const { view } = given(parcel(), ...landed).at(131);
    expect(explainRules(view, hour(131)).map(({ code }) => code)).toEqual(rules.map(({ code }) => code));
  });

  it('says what will hold if nothing is heard, and by which threshold', () => {
    const { view } = given(parcel(), ...landed).at(131);
    const stall = explainRules(view, hour(131)).find(({ code }) => code === 'leg_stalled');
    expect(stall).toMatchObject({
      holds: [],
      next: {
        at: hour(172) + view.state.toldWithinMs,
        finding: { leg: 'awaiting_injection', evidence: { threshold: { hours: 72 } } },
      },
    });
  });

  it('says of each rule what opens and what clears it', () => {
    const { view } = given(parcel(), ...landed).at(131);
    expect(explainRules(view, hour(131)).find(({ code }) => code === 'customs_held')).toMatchObject({
      opens: 'export_customs_held or import_customs_held is told',
      clears: expect.stringContaining('the release'),
    });
  });

  it('says what holds now', () => {
    const { view } = given(parcel(), ...landed).at(180);
    const stall = explainRules(view, hour(180)).find(({ code }) => code === 'leg_stalled');
    expect(stall).toMatchObject({ holds: [{ since: hour(172) + view.state.toldWithinMs }], next: null });
  });

  it('has the parts of the estimate, and the present one in words', () => {
    const explained = explainEstimate(given(parcel(), ...landed).at(131).view, hour(131));
    expect(explained?.reason).toBe('in import customs for 31 h; 80% leave within 34 h');
    expect(explained?.parts.map(({ stage, spentHours }) => [stage, spentHours])).toEqual([
      ['import_customs', 31],
      ['awaiting_injection', null],
      ['last_mile', null],
    ]);
    expect(explained?.parts[2]).toMatchObject({
      p50Hours: 39.9,
      origin: { level: 'prior', observations: 0 },
    });
  });

  it('says of the present stage how those stay that are met there, of later ones how all do', () => {
    const { view } = given(parcel(), ...landed).at(131);
    const all = view.knowledge.dwellOf('import_customs', view.facts);
    const quicker = new DwellDistribution(
      all.origin,
      all.curve.map((hazard) => 2 * hazard),
      all.stoppage,
    );
    const knowledge: Knowledge = {
      ...view.knowledge,
      dwellOf: (stage, facts) =>
        stage === 'import_customs' ? all.among(all, quicker) : view.knowledge.dwellOf(stage, facts),
    };
    const explained = explainEstimate({ ...view, knowledge }, hour(131));
    const p80Hours = Math.round(10 * all.among(all, quicker).present.quantile(0.8)) / 10;
    expect(p80Hours).toBeLessThan(all.quantile(0.8) - 5);
    expect(explained?.parts[0]).toMatchObject({ stage: 'import_customs', p80Hours });
    expect(explained?.reason).toContain(`80% leave within ${Math.round(p80Hours)} h`);
  });

  it('of a parcel that nobody has seen, and of one that has arrived', () => {
    expect(explainEstimate(given(parcel()).at(5).view, hour(5))?.reason).toBe('nobody has picked it up yet');
    expect(
      explainEstimate(given(parcel(), ...landed, scan('delivered', 150)).at(151).view, hour(151)),
    ).toBeNull();
  });
});
