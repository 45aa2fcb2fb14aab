import { describe, expect, it } from '@jest/globals';
import { readFaults } from '../faults.ts';
import { makeWorld, type World } from '../life/world.ts';
import { day, hour } from '../wire/instants.ts';
import { pushOf } from './aggregator-push.ts';
import { ownShapeOf } from './own-shape.ts';
import { tellingsOf } from './tell.ts';
import type { Telling } from './telling.ts';

const worldOf = (parcels: number, spec: string): World => {
  const faults = readFaults(spec);
  if (typeof faults === 'string') throw new Error(faults);
  return makeWorld({ seed: 1, parcels, days: 40, units: false, ...faults });
};
const toldIn = ({ parcels, incidents }: World): Telling[][] =>
  parcels.map((parcel) => tellingsOf(parcel, 1, incidents));

describe('what is told', () => {
  const calm = worldOf(1_000, 'none');
  const told = toldIn(calm);

  it('is sent in order, after it happened, and the same every time', () => {
    for (const tellings of told)
      for (const [index, { sentAt, happening }] of tellings.entries()) {
        expect(sentAt).toBeGreaterThanOrEqual(happening.at);
        expect(sentAt).toBeGreaterThanOrEqual(tellings[index - 1]?.sentAt ?? 0);
      }
    expect(toldIn(calm)).toEqual(told);
  });

  it('is not in the order in which it happened, now and then', () => {
    const disordered = told.filter((tellings) =>
      tellings.some(({ happening }, index) => happening.at < (tellings[index - 1]?.happening.at ?? 0)),
    );
    expect(disordered.length).toBeGreaterThan(100);
  });

  it('lacks the scans that companies forget, by their habits', () => {
    const happened = calm.parcels.flatMap((parcel) =>
      parcel.happenings.filter((one) => one.milestone === 'arrived_at_delivery_depot'),
    ).length;
    const heard = told.flat().filter(({ happening }) => happening.milestone === 'arrived_at_delivery_depot');
    expect(heard.length).toBeLessThan(happened);
    expect(heard.length).toBeGreaterThan(0.95 * happened);
    expect(heard.some((telling) => telling.milestone === 'arrived_at_facility')).toBe(true);
  });

  it('is told again by some, word for word, never by an aggregator', () => {
    const again = told.flat().filter((telling) => telling.againAt !== null);
    expect(again.length).toBeGreaterThan(100);
    expect(again.every(({ sender }) => sender.channel === 'own_shape')).toBe(true);
    expect(again.every(({ againAt, sentAt }) => (againAt ?? 0) >= sentAt + 6 * hour)).toBe(true);
  });

  it('names every number by the carrier that it is registered with', () => {
    for (const tellings of told)
      for (const { sender, number, parcel } of tellings) {
        const own = parcel.numbers.filter((one) => one.number === number);
        const named = own.some((one) => one.sender === sender) || sender.channel === '17track';
        expect(own.length > 0 && named).toBe(true);
      }
  });

  it('never lacks a trouble or a delivery', () => {
    const troubled = worldOf(150, 'none,failed_attempts=1');
    for (const [index, tellings] of toldIn(troubled).entries()) {
      const always = ['delivery_attempted', 'delivered'];
      const happened = troubled.parcels[index]?.happenings.filter((one) => always.includes(one.milestone));
      const heard = tellings.filter((telling) => always.includes(telling.milestone));
      expect(new Set(heard.map((telling) => telling.happening))).toEqual(new Set(happened));
    }
  });
});

describe('an outage of a feed', () => {
  const broken = worldOf(1_500, 'none,outages=3');
  const [outage] = broken.incidents;
  if (!outage) throw new Error('one was asked for');
  const told = toldIn(broken).flat();

  it('is silence, then a burst within the hour', () => {
    const held = told.filter((telling) => telling.sentAt !== telling.usuallyAt);
    expect(held.length).toBeGreaterThan(20);
    for (const { sender, usuallyAt, sentAt } of held) {
      expect(sender.name).toBe(outage.silent);
      expect(usuallyAt >= outage.from && usuallyAt < outage.to).toBe(true);
      expect(sentAt >= outage.to && sentAt <= outage.to + hour).toBe(true);
    }
    const during = told.filter(({ sentAt }) => sentAt >= outage.from && sentAt < outage.to);
    expect(during.filter(({ sender }) => sender.name === outage.silent)).toEqual([]);
    expect(during.length).toBeGreaterThan(0);
  });
});

describe('an aggregator', () => {
  const told = toldIn(worldOf(400, 'none')).map((tellings) =>
    tellings.filter((telling) => telling.sender.name === 'correios'),
  );
  const history = told.find((tellings) => tellings.length >= 3) ?? [];
  const last = history.at(-1)?.sentAt ?? 0;
  const events = (at: number) => {
    const push = JSON.parse(JSON.stringify(pushOf(history, at))) as {
      data: { track_info: { tracking: { providers: { events: Record<string, unknown>[] }[] } } };
    };
    return push.data.track_info.tracking.providers[0]?.events ?? [];
  };

  it('repeats the whole history in every push, newest first', () => {
    expect(events(last)).toHaveLength(history.length);
    expect(events(history[0]?.sentAt ?? 0)).toHaveLength(1);
    expect(events(last)[0]).toMatchObject({ sub_status: 'Delivered_Other' });
  });

  it('passes on local times without their zone', () => {
    const delivery = history.find((telling) => telling.milestone === 'delivered');
    const local = new Date((delivery?.happening.at ?? 0) - 3 * hour).toISOString();
    expect(events(last)[0]).toMatchObject({
      time_iso: null,
      time_raw: { date: local.slice(0, 10), time: local.slice(11, 19), timezone: null },
    });
  });

  it('does not say at which depot a parcel arrived', () =>
    expect(told.flat().filter((one) => one.milestone === 'arrived_at_delivery_depot' && one.clear)).toEqual(
      [],
    ));
});

describe('our own shape', () => {
  const [parcel] = worldOf(1, 'none').parcels;
  if (!parcel) throw new Error('one was asked for');
  const [route] = [parcel.order.route];

  it('has time, place and weight of a scan', () => {
    const weighed = tellingsOf(parcel, 1, []).find((telling) => telling.milestone === 'weighed');
    if (!weighed) throw new Error('weights are never forgotten');
    expect(ownShapeOf(weighed)).toEqual({
      trackingNumber: parcel.numbers[0]?.number,
      carrier: route.provider.name,
      milestone: 'weighed',
      occurredAt: `${new Date(weighed.happening.at).toISOString().slice(0, 19)}Z`,
      place: { country: 'CN', city: 'Shenzhen' },
      weightGrams: weighed.happening.weightGrams,
    });
  });

  it('says the time that the teller’s clock said', () => {
    const delivered = tellingsOf(parcel, 1, []).find((telling) => telling.milestone === 'delivered');
    if (!delivered) throw new Error('deliveries are never forgotten');
    const wrong = {
      ...delivered,
      happening: { ...delivered.happening, saidAt: delivered.happening.at - day },
    };
    expect(ownShapeOf(wrong)).toMatchObject({
      occurredAt: `${new Date(delivered.happening.at - day).toISOString().slice(0, 19)}Z`,
    });
  });
});
