import { describe, expect, it } from '@jest/globals';
import { validateEvent, trackingEventsTopic } from '@landfall/contracts';
import { deliveryOf, keptScan } from '../scans/kept-scan.spec-kit.ts';
import { milestoneEvent, milestoneOf } from './milestone-event.ts';

const delivery = deliveryOf(
  keptScan({
    place: { country: 'CN', city: 'Shenzhen', facility: null },
    rawCode: 'InTransit_PickedUp',
  }),
);

describe('what is told of a scan', () => {
  it('fits the contract, keeps the offset and names the number as its merchant does', () => {
    const event = milestoneEvent(delivery, 3, 'CN');
    expect(validateEvent(trackingEventsTopic, event.type, event.data)).toMatchObject({ ok: true });
    expect(event).toMatchObject({ version: 3, subject: delivery.registration.parcelId });
    expect(event.data).toMatchObject({
      occurredAt: '2026-01-05T10:00:00+08:00',
      trackingNumber: 'a 1',
      carrier: 'Yanwen',
      source: '17track',
    });
  });

  it('of a unit names the unit and its flight, else neither', () => {
    const unit = { unitId: '00000000-0000-5000-8000-00000000000c', flightOrVoyage: 'CA1041' };
    const event = milestoneEvent({ ...delivery, unit }, 3, 'CN');
    expect(validateEvent(trackingEventsTopic, event.type, event.data)).toMatchObject({ ok: true });
    expect(event.data).toMatchObject(unit);
    expect(Object.keys(milestoneEvent(delivery, 3, 'CN').data)).not.toContain('unitId');
  });

  it('has when its sender expects delivery, an instant or a day, where he told that with the scan', () => {
    for (const estimatedDelivery of ['2026-01-20T12:00:00-05:00', '2026-01-20']) {
      const scan = { ...delivery.scan, beside: { handOvers: [], estimatedDelivery } };
      const event = milestoneEvent({ ...delivery, scan }, 3, 'CN');
      expect(validateEvent(trackingEventsTopic, event.type, event.data)).toMatchObject({ ok: true });
      expect(event.data).toMatchObject({ carrierEstimate: estimatedDelivery });
    }
    const scan = { ...delivery.scan, beside: { handOvers: [], estimatedDelivery: null } };
    expect(Object.keys(milestoneEvent({ ...delivery, scan }, 3, 'CN').data)).not.toContain('carrierEstimate');
  });

  it('is a correction where the parcel was told otherwise before', () => {
    const reading = { milestone: 'dropped_off', leg: null, reason: 'merchant' } as const;
    const event = milestoneEvent({ ...delivery, reading, revision: 2 }, 4, 'CN');
    expect(validateEvent(trackingEventsTopic, event.type, event.data)).toMatchObject({ ok: true });
    expect(event.type).toBe('tracking.milestone_corrected');
    const { data: first } = milestoneEvent(delivery, 3, 'CN');
    expect(event.data).toEqual({ ...first, ...reading, revision: 2 });
  });

  it('has one event id for a parcel and a scan, whatever the version', () => {
    const idOf = (version: number) =>
      (milestoneEvent(delivery, version, null).data as { eventId: string }).eventId;
    expect(idOf(1)).toBe(idOf(2));
  });
});

describe('customs', () => {
  const held = {
    milestone: 'import_customs_held',
    atOrigin: 'export_customs_held',
    leg: null,
    reason: null,
  } as const;
  const at = (country: string | null) => ({ country, city: null, facility: null });

  it.each([
    ['CN', 'CN', 'export_customs_held'],
    ['HK', 'CN', 'export_customs_held'],
    ['US', 'CN', 'import_customs_held'],
    [null, 'CN', 'import_customs_held'],
    ['CN', null, 'import_customs_held'],
  ])('in %s, of a parcel from %s, are %s', (country, origin, milestone) => {
    expect(milestoneOf(held, at(country), origin)).toBe(milestone);
  });

  it('without a place are the import side', () => {
    expect(milestoneOf(held, null, 'CN')).toBe('import_customs_held');
  });
});
