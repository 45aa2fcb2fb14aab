import { describe, expect, it } from '@jest/globals';
import { validateEvent, trackingEventsTopic } from '@landfall/contracts';
import type { Delivery } from '../scans/kept-scan.ts';
import { milestoneEvent, milestoneOf } from './milestone-event.ts';

const delivery: Delivery = {
  scan: {
    scanId: 'aaaaaaaaaaaaaaaaaaaaaa',
    number: 'LZ1CN',
    reading: { milestone: 'picked_up', leg: null, reason: null },
    time: { occurredAt: '2026-01-05T10:00:00+08:00', offsetSource: 'given' },
    place: { country: 'CN', city: 'Shenzhen', facility: null },
    rawCode: 'InTransit_PickedUp',
    weightGrams: null,
    proof: null,
    carriers: ['yanwen'],
    byAggregator: true,
    sender: '17track',
    onlyMerchant: null,
    recordedAt: '2026-01-05T03:00:00.000Z',
    payloadId: '00000000-0000-5000-8000-000000000001',
    parcels: [],
  },
  registration: {
    merchantId: '00000000-0000-5000-8000-00000000000a',
    parcelId: '00000000-0000-5000-8000-00000000000b',
    number: 'LZ1CN',
    trackingNumber: 'lz 1 cn',
    carrier: 'Yanwen',
    carrierKey: 'yanwen',
    registeredAt: new Date('2026-01-04T00:00:00Z'),
  },
  reading: { milestone: 'picked_up', leg: null, reason: null },
  revision: 0,
};

describe('what is told of a scan', () => {
  it('fits the contract, keeps the offset and names the number as its merchant does', () => {
    const event = milestoneEvent(delivery, 3, 'CN');
    expect(validateEvent(trackingEventsTopic, event.type, event.data)).toMatchObject({ ok: true });
    expect(event).toMatchObject({ version: 3, subject: delivery.registration.parcelId });
    expect(event.data).toMatchObject({
      occurredAt: '2026-01-05T10:00:00+08:00',
      trackingNumber: 'lz 1 cn',
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
