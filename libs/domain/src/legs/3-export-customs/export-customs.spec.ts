import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../../parcel/story.spec-kit.ts';

const inWarehouse = [scan('picked_up', 1), scan('arrived_at_warehouse', 10)];

describe('export customs', () => {
  it('runs beside the warehouse: the parcel stays in its physical leg', () => {
    const scans = [...inWarehouse, scan('export_customs_started', 12), scan('export_customs_held', 14)];
    const { where, state } = given(parcel(), ...scans).at(20);
    expect(where).toBe('warehousing since 10');
    expect(state.customs.export).toEqual({
      status: 'held',
      openedAt: hour(12),
      closedAt: null,
      told: { eventId: 'export_customs_held@14', at: hour(14), reason: null },
    });
  });

  it('is the current leg of a parcel that has left the warehouse and waits for its release', () => {
    const scans = [...inWarehouse, scan('export_customs_started', 12), scan('departed_warehouse', 30)];
    expect(given(parcel(), ...scans).at(31).where).toBe('export_customs since 30');
  });

  it('hands over to the wait for the uplift when it releases', () => {
    const scans = [
      ...inWarehouse,
      scan('departed_warehouse', 30),
      scan('export_customs_started', 32),
      scan('export_customs_released', 40),
    ];
    expect(given(parcel(), ...scans).at(41).where).toBe('awaiting_uplift since 40');
  });

  it('costs no time when it released before the departure', () => {
    const scans = [
      ...inWarehouse,
      scan('export_customs_started', 12),
      scan('export_customs_released', 20),
      scan('departed_warehouse', 30),
    ];
    expect(given(parcel(), ...scans).at(31).where).toBe('awaiting_uplift since 30');
  });

  it('a release alone tells that it was cleared', () => {
    const scans = [...inWarehouse, scan('departed_warehouse', 30), scan('export_customs_released', 33)];
    expect(given(parcel(), ...scans).at(34).state.customs.export.status).toBe('released');
  });

  it('never holds back a parcel that flies', () => {
    const scans = [
      ...inWarehouse,
      scan('export_customs_started', 12),
      scan('handed_to_linehaul', 40),
      scan('export_customs_released', 50),
    ];
    expect(given(parcel(), ...scans).at(51).where).toBe('trunk_line since 40');
  });

  it('after a rejection "delivered" means back at the sender', () => {
    const scans = [...inWarehouse, scan('export_customs_rejected', 20), scan('delivered', 60)];
    expect(given(parcel(), ...scans).at(61).state).toMatchObject({ status: 'returned', deliveredAt: null });
  });

  it('a rejection that is withdrawn leaves no trace on the delivery', () => {
    const scans = [
      ...inWarehouse,
      scan('export_customs_rejected', 20),
      scan('export_customs_released', 30),
      scan('delivered', 200),
    ];
    expect(given(parcel(), ...scans).at(201).state).toMatchObject({
      status: 'delivered',
      deliveredAt: hour(200),
    });
  });
});
