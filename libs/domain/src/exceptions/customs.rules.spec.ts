import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { ruleOf } from './rules.ts';

const landed = [scan('handed_to_linehaul', 40), scan('arrived_in_destination_country', 90)];

describe('customs_held and customs_rejected', () => {
  it('tell which customs it is, and why', () => {
    const held = scan('import_customs_held', 95, { reason: 'documents' });
    expect(given(parcel(), ...landed, held).at(96).findings).toMatchObject([
      {
        code: 'customs_held',
        leg: 'import_customs',
        since: hour(95),
        evidence: { eventIds: ['import_customs_held@95'] },
        blame: { party: 'merchant', reason: 'documents', leg: 'import_customs' },
      },
    ]);
    expect(
      given(parcel(), scan('export_customs_rejected', 20, { reason: 'prohibited' })).at(21).wrong,
    ).toEqual(['customs_rejected(export_customs)']);
  });

  it.each([
    ['import_customs_released', 'customs released the parcel'],
    ['arrived_at_delivery_depot', 'the parcel was seen behind customs'],
    ['delivered', 'the parcel was delivered'],
    ['returned', 'the parcel is returned'],
  ] as const)('a hold ends with %s', (milestone, because) => {
    const scans = [...landed, scan('import_customs_held', 95), scan(milestone, 99)];
    const { wrong, view } = given(parcel(), ...scans).at(100);
    expect(wrong).not.toContain('customs_held(import_customs)');
    expect(ruleOf('customs_held')?.becauseCleared(view, 'import_customs', hour(0))).toBe(because);
  });

  it('a hold that becomes a rejection is one no more', () => {
    const scans = [...landed, scan('import_customs_held', 95), scan('import_customs_rejected', 99)];
    const { wrong, view } = given(parcel(), ...scans).at(100);
    expect(wrong).toEqual(['customs_rejected(import_customs)']);
    expect(ruleOf('customs_held')?.becauseCleared(view, 'import_customs', hour(0))).toBe(
      'customs rejected the parcel',
    );
  });

  it('an export hold is over once the parcel flies', () => {
    const scans = [scan('export_customs_held', 20), scan('departed_origin_country', 60)];
    expect(given(parcel(), ...scans).at(61).wrong).toEqual([]);
  });

  it('a rejection stands while the parcel is on its way back', () => {
    const scans = [...landed, scan('import_customs_rejected', 95), scan('returning', 120)];
    expect(given(parcel(), ...scans).at(121).wrong).toEqual([
      'customs_rejected(import_customs)',
      'returning',
    ]);
  });
});
