import { describe, expect, it } from '@jest/globals';
import { saoPaulo } from './local-time.ts';
import { planOf, pushOf } from './plan.ts';
import { expectedOf, reconcileOrder } from './reconcile.ts';
import type { OlistOrder } from './read-olist.ts';

const order = (changes: Partial<OlistOrder> = {}): OlistOrder => ({
  id: 'a'.repeat(32),
  status: 'delivered',
  purchasedAt: '2018-02-01 10:00:00',
  approvedAt: '2018-02-01 10:20:00',
  handedOverAt: '2018-02-03 12:00:00',
  deliveredAt: '2018-02-10 18:00:00',
  promisedAt: '2018-02-20 00:00:00',
  customer: { id: 'c', city: 'recife', state: 'PE' },
  items: [],
  ...changes,
});
const kinds = (changes: Partial<OlistOrder>) => planOf(order(changes)).map((action) => action.kind);

describe('a local time', () => {
  it('has the offset in force at that place then, summer time included', () => {
    expect(saoPaulo('2018-02-01 10:00:00')).toBe('2018-02-01T10:00:00-02:00');
    expect(saoPaulo('2018-07-01 10:00:00')).toBe('2018-07-01T10:00:00-03:00');
  });
  it('is refused when it is none', () => expect(() => saoPaulo('soon')).toThrow(RangeError));
});

describe('the plan of an order', () => {
  it('is in order of time', () => expect(kinds({})).toEqual(['order', 'register', 'push', 'push']));
  it('has no parcel when no carrier ever had it', () =>
    expect(kinds({ status: 'invoiced', handedOverAt: '', deliveredAt: '' })).toEqual(['order']));
  it('registers when it was handed over before it was approved', () =>
    expect(kinds({ approvedAt: '2018-02-05 00:00:00' })).toEqual(['order', 'register', 'push', 'push']));
  it('cancels before the delivery that came all the same', () =>
    expect(kinds({ status: 'canceled' })).toEqual(['order', 'register', 'push', 'cancel', 'push']));
  it('keeps a delivery before the hand-over where history has it', () => {
    const impossible = order({ handedOverAt: '2018-02-12 00:00:00' });
    const pushes = planOf(impossible).filter((action) => action.kind === 'push');
    expect(pushes.map((push) => push.at)).toEqual(['2018-02-10T18:00:00-02:00', '2018-02-12T00:00:00-02:00']);
    expect(expectedOf(impossible).contradiction).toBe(true);
  });
  it('pushes the whole history up to then, newest first', () => {
    const push = JSON.stringify(pushOf(order(), '2018-02-10T18:00:00-02:00'));
    expect(push.indexOf('"events":[{"time_iso":"2018-02-10')).toBeGreaterThan(0);
    expect(JSON.stringify(pushOf(order(), '2018-02-03T12:00:00-02:00'))).not.toContain('Delivered');
  });
});

describe('reconciling', () => {
  const parcel = {
    state: 'delivered',
    deliveredAt: '2018-02-10T20:00:00Z',
    promisedAt: '2018-02-20T02:00:00Z',
    exceptions: [],
  };
  it('finds nothing where all agrees', () =>
    expect(reconcileOrder(order(), { orderState: 'placed', parcel })).toEqual([]));
  it('names the field that differs', () =>
    expect(
      reconcileOrder(order(), { orderState: 'placed', parcel: { ...parcel, state: 'lost' } }),
    ).toMatchObject([{ field: 'state', expected: 'delivered', got: 'lost' }]));
  it('explains a delivery without a time', () =>
    expect(
      reconcileOrder(order({ deliveredAt: '' }), {
        orderState: 'placed',
        parcel: { ...parcel, state: 'in_transit', deliveredAt: null },
      }),
    ).toMatchObject([{ field: 'state', because: expect.stringContaining('is empty') }]));
  it('misses a contradiction that was bent', () =>
    expect(
      reconcileOrder(order({ handedOverAt: '2018-02-12 00:00:00' }), { orderState: 'placed', parcel }),
    ).toMatchObject([{ field: 'contradiction', expected: true, got: false }]));
});
