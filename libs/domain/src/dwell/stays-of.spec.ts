import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { everyDay } from '../calendar/working-calendar.ts';
import { HOUR_MS } from '../calendar/instant.ts';
import { isRest } from '../chain.ts';
import { priorKnowledge } from '../knowledge.ts';
import type { TimedStage } from '../legs/leg.ts';
import { foldParcel } from '../parcel/fold.ts';
import { anyParcel, anyScans } from '../parcel/scans.spec-kit.ts';
import { domesticParcel, given, hoursSinceStart, parcel, scan } from '../parcel/story.spec-kit.ts';
import { roundOf, staysOf } from './stays-of.ts';

type Story = ReturnType<ReturnType<typeof given>['at']>;

/** `stage: from + hours`, or how else it stands; of stages, or of their rests. */
const told = (story: Story) => inWords(story, (stage) => !isRest(stage));
const restsTold = (story: Story) => inWords(story, isRest);
const inWords = ({ view }: Story, isAsked: (stage: TimedStage) => boolean) =>
  [...staysOf(view)].flatMap(([stage, stay]) => {
    if (!isAsked(stage)) return [];
    const from = `${stage} ${hoursSinceStart(stay.enteredAt)}`;
    const trouble = stay.troubleAfter === undefined ? '' : `, trouble +${stay.troubleAfter}`;
    if (stay.end === 'open') return `${from} open${trouble}`;
    return `${from} +${stay.hours}${stay.end === 'left' ? '' : ` ${stay.end}`}${trouble}`;
  });

const journey = [
  scan('picked_up', 5),
  scan('arrived_at_warehouse', 20),
  scan('departed_warehouse', 40),
  scan('export_customs_released', 45),
  scan('handed_to_linehaul', 60),
  scan('arrived_in_destination_country', 120),
  scan('import_customs_released', 130),
  scan('arrived_at_delivery_depot', 140),
  scan('delivered', 170),
];

describe('the stays of a parcel', () => {
  it('are one a stage, each until the next begins', () => {
    expect(told(given(parcel(), ...journey).at(200))).toEqual([
      'collection 5 +15',
      'warehousing 20 +20',
      'export_customs 40 +5',
      'awaiting_uplift 45 +15',
      'trunk_line 60 +60',
      'import_customs 120 +10',
      'awaiting_injection 130 +10',
      'last_mile 140 +30',
      'available_for_pickup 170 +0',
    ]);
  });

  it('end the last mile at the pick-up point', () => {
    const kept = [...journey.slice(0, 8), scan('available_for_pickup', 160)];
    expect(told(given(parcel(), ...kept).at(165)).slice(-2)).toEqual([
      'last_mile 140 +20',
      'available_for_pickup 160 open',
    ]);
    expect(told(given(parcel(), ...kept, scan('delivered', 200)).at(201)).slice(-2)).toEqual([
      'last_mile 140 +20',
      'available_for_pickup 160 +40',
    ]);
  });

  it('go on in the stage that it is in, and have not begun in those to come', () => {
    expect(told(given(parcel(), ...journey.slice(0, 6)).at(125)).slice(-2)).toEqual([
      'trunk_line 60 +60',
      'import_customs 120 open',
    ]);
    expect(told(given(parcel(), ...journey.slice(0, 7)).at(135)).slice(-2)).toEqual([
      'import_customs 120 +10',
      'awaiting_injection 130 open',
    ]);
  });

  it('are blurred on both sides of a scan that is not the first of its stage', () => {
    const untold = journey.filter(({ milestone }) => milestone !== 'arrived_at_delivery_depot');
    const seen = [...untold.slice(0, 7), scan('out_for_delivery', 160), scan('delivered', 170)];
    expect(told(given(parcel(), ...seen).at(200)).slice(-3)).toEqual([
      'awaiting_injection 130 +30 blurred',
      'last_mile 160 +10 blurred',
      'available_for_pickup 170 +0',
    ]);
    const sorted = [scan('picked_up', 5), scan('sorted', 30), scan('departed_warehouse', 40)];
    expect(told(given(parcel(), ...sorted).at(50)).slice(0, 2)).toEqual([
      'collection 5 +25 blurred',
      'warehousing 30 +10 blurred',
    ]);
  });

  it('take no time in customs that released before the parcel came', () => {
    const cleared = [scan('handed_to_linehaul', 60), scan('import_customs_released', 90)];
    expect(
      told(given(parcel(), ...cleared, scan('arrived_in_destination_country', 120)).at(125)).slice(-2),
    ).toEqual(['import_customs 120 +0', 'awaiting_injection 120 open']);
  });

  it('are all of customs where nobody told of a release, and blurred with the wait behind it', () => {
    const silent = journey.filter(({ milestone }) => milestone !== 'import_customs_released');
    expect(told(given(parcel(), ...silent).at(200)).slice(-5)).toEqual([
      'trunk_line 60 +60',
      'import_customs 120 +20 blurred',
      'awaiting_injection 140 +0 blurred',
      'last_mile 140 +30',
      'available_for_pickup 170 +0',
    ]);
  });

  it('take no time on stages that were passed over unseen, and are blurred with the one before', () => {
    const seen = [scan('picked_up', 5), scan('handed_to_linehaul', 60), scan('delivered', 170)];
    expect(told(given(parcel(), ...seen).at(200))).toEqual([
      'collection 5 +55 blurred',
      'warehousing 60 +0 blurred',
      'export_customs 60 +0 blurred',
      'awaiting_uplift 60 +0 blurred',
      'trunk_line 60 +110 blurred',
      'import_customs 170 +0 blurred',
      'awaiting_injection 170 +0 blurred',
      'last_mile 170 +0 blurred',
      'available_for_pickup 170 +0',
    ]);
  });

  it('say nothing of what was before the first scan', () => {
    expect(told(given(parcel(), scan('handed_to_linehaul', 60)).at(61))).toEqual(['trunk_line 60 open']);
  });

  it.each(['lost', 'returning', 'destroyed', 'returned'] as const)(
    'are broken off when the parcel is %s',
    (milestone) => {
      expect(told(given(parcel(), ...journey.slice(0, 5), scan(milestone, 300)).at(301)).at(-1)).toBe(
        'trunk_line 60 +240 withdrawn',
      );
    },
  );

  it('have neither customs nor trunk within a country', () => {
    const scans = [
      scan('departed_warehouse', 10),
      scan('arrived_at_delivery_depot', 30),
      scan('delivered', 50),
    ];
    expect(told(given(domesticParcel(), ...scans).at(60))).toEqual([
      'awaiting_injection 10 +20',
      'last_mile 30 +20',
      'available_for_pickup 50 +0',
    ]);
  });

  it('count in working time', () => {
    const sundays = { weekdays: [1, 2, 3, 4, 5, 6], closedDates: [], extraDates: [], utcOffsetMinutes: 0 };
    const { view } = given(parcel(), scan('arrived_at_delivery_depot', 132), scan('delivered', 172)).at(200);
    const stays = staysOf({ ...view, knowledge: { ...priorKnowledge, calendarOf: () => sundays } });
    expect(stays.get('last_mile')).toMatchObject({ end: 'left', hours: 16 });
  });

  it('say on which weekday customs released and couriers delivered, where they are', () => {
    // Landed on Saturday 7 March 2026 at 00:00, released at 10:00, at the depot at 20:00 and delivered on Monday at 02:00 UTC.
    const endedOn = (utcOffsetMinutes: number, ...scans: ReturnType<typeof scan>[]) => {
      const { view } = given(parcel(), ...scans).at(200);
      const calendarOf = () => ({ ...everyDay, utcOffsetMinutes });
      return [...staysOf({ ...view, knowledge: { ...priorKnowledge, calendarOf } })].flatMap(
        ([stage, stay]) => (stay.endedOn === undefined ? [] : [`${stage} ${stay.endedOn}`]),
      );
    };
    expect(endedOn(0, ...journey)).toEqual(['import_customs 6', 'last_mile 1']);
    expect(endedOn(-180, ...journey)).toEqual(['import_customs 6', 'last_mile 7']);
    expect(endedOn(0, ...journey.slice(0, 8))).toEqual(['import_customs 6']);
    const unreleased = journey.filter(({ milestone }) => milestone !== 'import_customs_released');
    expect(endedOn(0, ...unreleased)).toEqual(['last_mile 1']);
    // Released before it landed: no word about when offices work.
    const early = [scan('import_customs_released', 100), ...unreleased];
    expect(endedOn(0, ...early)).toEqual(['last_mile 1']);
  });

  it('say when the first trouble was told of in them', () => {
    const held = [...journey.slice(0, 6), scan('import_customs_held', 123), ...journey.slice(6)];
    expect(told(given(parcel(), ...held).at(200)).slice(-5)).toEqual([
      'trunk_line 60 +60',
      'import_customs 120 +10, trouble +3',
      'awaiting_injection 130 +10',
      'last_mile 140 +30',
      'available_for_pickup 170 +0',
    ]);
  });

  it('add up to the transit time of a delivered parcel, whatever was told', () => {
    fc.assert(
      fc.property(anyScans, anyParcel, (scans, facts) => {
        const state = foldParcel(scans, facts);
        fc.pre(state.deliveredAt !== null);
        const all = staysOf({ facts, state, knowledge: priorKnowledge });
        const stays = [...all].flatMap(([stage, stay]) => (isRest(stage) ? [] : [stay]));
        fc.pre(stays.length > 0);
        const hours = stays.reduce(
          (sum, stay) => sum + (stay.end === 'left' || stay.end === 'blurred' ? stay.hours : NaN),
          0,
        );
        const from = Math.min(...stays.map(({ enteredAt }) => enteredAt));
        expect(hours).toBeCloseTo(((state.deliveredAt ?? 0) - from) / HOUR_MS, 6);
      }),
    );
  });
});

describe('the rests of a stage', () => {
  it('begin with each scan that tells how far it has come, and end with it', () => {
    const cleared = [
      ...journey.slice(0, 6),
      scan('import_customs_started', 122),
      scan('duty_requested', 124),
      scan('duty_paid', 127),
      ...journey.slice(6),
    ];
    expect(restsTold(given(parcel(), ...cleared).at(200))).toEqual([
      'import_customs/import_customs_started 122 +8, trouble +2',
      'import_customs/duty_requested 124 +6',
      'import_customs/duty_paid 127 +3',
    ]);
    expect(restsTold(given(parcel(), ...cleared.slice(0, 8)).at(125))).toEqual([
      'import_customs/import_customs_started 122 open, trouble +2',
      'import_customs/duty_requested 124 open',
    ]);
  });

  it('are of the stage in which the scan came, customs before the landing of the trunk', () => {
    const flying = [...journey.slice(0, 5), scan('import_customs_started', 90), ...journey.slice(5)];
    expect(restsTold(given(parcel(), ...flying).at(200))).toEqual([
      'trunk_line/import_customs_started 90 +30',
    ]);
  });

  it('have no end where nobody told that of the stage, and are broken off with it', () => {
    const held = [...journey.slice(0, 6), scan('import_customs_held', 123)];
    const silent = [...held, ...journey.slice(7)];
    expect(restsTold(given(parcel(), ...silent).at(200))).toEqual([
      'import_customs/import_customs_held 123 +17 blurred',
    ]);
    expect(restsTold(given(parcel(), ...held, scan('returning', 150)).at(200))).toEqual([
      'import_customs/import_customs_held 123 +27 withdrawn',
    ]);
  });

  it('are none for scans that come again, vague ones, and those that begin the stage', () => {
    const vague = [
      scan('picked_up', 5),
      scan('in_transit', 6),
      scan('arrived_at_warehouse', 20),
      scan('weighed', 22),
      scan('sorted', 23),
      scan('weighed', 24),
    ];
    expect(restsTold(given(parcel(), ...vague).at(30))).toEqual([
      'warehousing/weighed 22 open',
      'warehousing/sorted 23 open',
    ]);
  });
});

describe('the round of a parcel', () => {
  const roundAt = (now: number, ...scans: ReturnType<typeof scan>[]) =>
    roundOf(given(parcel(), ...journey.slice(0, 8), ...scans).at(now).view);
  const out = scan('out_for_delivery', 150);
  const enteredAt = out.occurredAt;

  it('has not begun before it is out for delivery', () => {
    expect(roundAt(149)).toBeNull();
  });

  it('lasts until its delivery, through failed attempts', () => {
    expect(roundAt(160, out, scan('delivery_attempted', 152))).toEqual({ enteredAt, end: 'open' });
    const again = [scan('delivery_attempted', 152), scan('out_for_delivery', 170)];
    const delivered = [out, ...again, scan('delivered', 180)];
    expect(roundAt(181, ...delivered)).toEqual({ enteredAt, end: 'left', hours: 30 });
  });

  it('ends at the pick-up point', () => {
    expect(roundAt(170, out, scan('available_for_pickup', 160))).toEqual({
      enteredAt,
      end: 'left',
      hours: 10,
    });
  });

  it('was withdrawn where it was sent back', () => {
    expect(roundAt(156, out, scan('returning', 155))).toEqual({ enteredAt, end: 'withdrawn', hours: 5 });
  });
});
