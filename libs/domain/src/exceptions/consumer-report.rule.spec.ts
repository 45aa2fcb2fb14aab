import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyParcel, anyReports, anyScans } from '../parcel/scans.spec-kit.ts';
import { given, hour, parcel, report, scan, type Story } from '../parcel/story.spec-kit.ts';
import { consumerReport } from './consumer-report.rule.ts';
import { reconcile } from './reconcile.ts';

const flying = [scan('picked_up', 1), scan('handed_to_linehaul', 40)];
const held = [...flying, scan('arrived_in_destination_country', 60), scan('import_customs_held', 62)];
const delivered = [...flying, scan('delivered', 100)];
const proof = { proof: { type: 'signature' } };

/** What a rule has found and what cleared it, where it holds no more. */
const seen = (story: Story, at: number) => {
  const { findings, view } = story.at(at);
  const finding = findings.find(({ code }) => code === 'consumer_report');
  return { finding, because: consumerReport.becauseCleared(view, null, hour(at)) };
};

describe('consumer_report', () => {
  it('opens when the consumer says so, on no leg, with his report as evidence', () => {
    const story = given(parcel(), ...flying);
    expect(story.at(61).wrong).toEqual([]);
    const reported = story.reported(report('damaged', 60)).at(61);
    expect(reported.wrong).toEqual(['consumer_report']);
    expect(reported.findings[0]).toEqual({
      code: 'consumer_report',
      leg: null,
      since: hour(60),
      evidence: { eventIds: ['damaged@60'], basis: 'damaged' },
      blame: { party: 'carrier', reason: 'carrier', leg: null },
      severity: 'high',
    });
  });

  it('waits for no due time', () => {
    expect(
      given(parcel(), ...delivered)
        .reported(report('damaged', 110))
        .at(111).nextDueHour,
    ).toBeNull();
  });

  it.each([
    ['not_received', 'that nobody has seen', 'merchant', null, 'high', []],
    ['not_received', 'in the air', 'carrier', 'trunk_line', 'high', flying],
    ['not_received', 'held by customs', 'customs', 'import_customs', 'high', held],
    ['not_received', 'told as delivered', 'carrier', 'last_mile', 'critical', delivered],
    ['not_received', 'that came back', 'carrier', null, 'high', [...flying, scan('returned', 90)]],
    ['damaged', 'told as delivered', 'carrier', null, 'high', delivered],
    ['wrong_item', 'told as delivered', 'merchant', null, 'high', delivered],
  ] as const)('%s of a parcel %s is the blame of the %s (%s), %s', (what, _, party, leg, severity, scans) => {
    const story = given(parcel(), ...scans).reported(report(what, 110));
    expect(seen(story, 111).finding).toMatchObject({ blame: { party, leg }, severity });
  });

  it('goes by what the consumer said last, from his first word on', () => {
    const story = given(parcel(), ...delivered)
      .reported(report('wrong_item', 120))
      .reported(report('not_received', 110));
    expect(seen(story, 121).finding).toMatchObject({
      since: hour(110),
      evidence: { eventIds: ['not_received@110', 'wrong_item@120'], basis: 'not_received, wrong_item' },
      blame: { party: 'merchant' },
      severity: 'high',
    });
  });

  it('keeps the first reports and the last as evidence, however often he asks', () => {
    const asked = [1, 2, 3, 4, 5, 6, 7].map((at) => report('not_received', at));
    expect(seen(given(parcel()).reported(...asked), 8).finding?.evidence.eventIds).toEqual(
      [1, 2, 3, 4, 7].map((at) => `not_received@${at}`),
    );
  });
});

describe('a parcel that was not received', () => {
  it.each([
    ['is delivered after all', [...flying, scan('delivered', 120)], 'the parcel was delivered'],
    [
      'is proven to be delivered, by a correction of the scan',
      [...delivered, scan('delivered', 100, { ...proof, recordedAt: hour(130), revision: 1 })],
      'the delivery was proven',
    ],
    [
      'is delivered once more, with a proof',
      [...delivered, scan('delivered', 130, proof)],
      'the delivery was proven',
    ],
    [
      'comes back, and is delivered with a proof',
      [...flying, scan('returning', 90), scan('delivered', 130, proof)],
      'the parcel was delivered',
    ],
  ])('is reported no more when it %s', (_, scans, because) => {
    const story = given(parcel(), ...scans).reported(report('not_received', 110));
    expect(seen(story, 131)).toEqual({ finding: undefined, because });
  });

  it.each([
    ['was told as delivered before', delivered],
    ['is told as delivered once more, without a proof', [...delivered, scan('delivered', 130)]],
    [
      'had been delivered with a proof, as was known when he spoke',
      [...flying, scan('delivered', 100, proof)],
    ],
    ['was told late as delivered before', [...flying, scan('delivered', 100, { recordedAt: hour(130) })]],
    ['comes back to its sender', [...flying, scan('returning', 120), scan('delivered', 130)]],
    ['is lost', [...flying, scan('lost', 130)]],
  ])('stays reported when it %s', (_, scans) => {
    const { finding } = seen(given(parcel(), ...scans).reported(report('not_received', 110)), 131);
    expect(finding?.evidence.eventIds).toEqual(['not_received@110']);
  });

  it('stays reported when the proof is taken back', () => {
    const taken = scan('delivered', 100, { recordedAt: hour(140), revision: 2 });
    const proven = scan('delivered', 100, { ...proof, recordedAt: hour(130), revision: 1 });
    const story = given(parcel(), ...delivered, proven, taken).reported(report('not_received', 110));
    expect(seen(story, 141).finding?.severity).toBe('critical');
  });

  it('and was damaged besides, stays reported for that', () => {
    const story = given(parcel(), ...flying, scan('delivered', 120)).reported(
      report('not_received', 110),
      report('damaged', 130),
    );
    expect(seen(story, 131).finding).toMatchObject({
      since: hour(130),
      evidence: { eventIds: ['damaged@130'], basis: 'damaged' },
    });
  });
});

describe('damage and a wrong item', () => {
  it.each(['damaged', 'wrong_item'] as const)('%s stays reported whatever the carrier tells', (what) => {
    const story = given(parcel(), ...delivered, scan('delivered', 130, proof)).reported(report(what, 110));
    expect(seen(story, 131).finding?.evidence.eventIds).toEqual([`${what}@110`]);
  });
});

describe('the exception of a consumer’s reports', () => {
  const stands = given(parcel(), ...flying).reported(report('not_received', 60));
  const opened = reconcile([], stands.at(61).findings, stands.at(61).view, hour(61));

  it('opens with what is lost if nobody answers him', () => {
    expect(opened.changes).toMatchObject([
      {
        kind: 'opened',
        occurrence: 1,
        valueAtRiskMinor: 3000,
        recoverableValueMinor: 1000,
        suggestedAction: 'contact_consumer',
      },
    ]);
  });

  it('is updated in place by a further report', () => {
    const { findings, view } = stands.reported(report('not_received', 70)).at(71);
    expect(reconcile(opened.known, findings, view, hour(71)).changes).toMatchObject([
      {
        kind: 'updated',
        occurrence: 1,
        finding: { evidence: { eventIds: ['not_received@60', 'not_received@70'] } },
      },
    ]);
  });

  it('opens again when he has not received what was told as delivered since', () => {
    const arrived = given(parcel(), ...delivered).reported(report('not_received', 60));
    const cleared = reconcile(opened.known, arrived.at(101).findings, arrived.at(101).view, hour(101));
    expect(cleared.changes).toMatchObject([{ kind: 'cleared', because: 'the parcel was delivered' }]);
    const { findings, view } = arrived.reported(report('not_received', 110)).at(111);
    expect(reconcile(cleared.known, findings, view, hour(111)).changes).toMatchObject([
      {
        kind: 'opened',
        occurrence: 2,
        finding: { since: hour(110), severity: 'critical', evidence: { eventIds: ['not_received@110'] } },
      },
    ]);
  });

  it('is the same in whatever order reports and scans became known', () => {
    fc.assert(
      fc.property(anyParcel, anyScans, anyReports, (facts, scans, reports) => {
        const { findings } = given(facts, ...scans)
          .reported(...reports)
          .at(1500);
        const backwards = given(facts, ...scans.toReversed()).reported(...reports.toReversed());
        expect(backwards.at(1500).findings).toEqual(findings);
      }),
    );
  });
});
