import { describe, expect, it } from '@jest/globals';
import { parcelStates } from '@landfall/contracts';
import { wordings, type Locale } from '../wording/locale.ts';
import { missingPage, trackingPage, type TrackedParcel } from './tracking-page.html.ts';

const parcel = (changes: Partial<TrackedParcel> = {}): TrackedParcel => ({
  orderNumber: 'A-1001',
  registeredAt: new Date('2026-03-18T08:00:00Z'),
  promisedAt: new Date('2026-03-27T22:00:00Z'),
  state: 'in_transit',
  reached: { dispatched: new Date('2026-03-20T08:00:00Z'), out_for_delivery: null, delivered: null },
  estimate: { p10: '2026-03-24T00:00:00Z', p90: '2026-03-26T00:00:00Z' },
  ...changes,
});
const en = wordings.en;
const stepsOf = (page: string) =>
  [...page.matchAll(/<li class="(\w+)"><strong>(.*?)<\/strong>(<time)?/g)].map(([, mark, step, time]) => [
    step,
    mark,
    time !== undefined,
  ]);

describe('the tracking page', () => {
  it.each(Object.keys(wordings) as Locale[])('has every state in %s', (locale) => {
    for (const state of parcelStates) {
      const page = trackingPage(parcel({ state }), wordings[locale]);
      expect(page).toContain(wordings[locale].page.states[state]);
      expect(page).not.toMatch(/undefined|null|Invalid|\{\w+\}<|<script/);
    }
  });

  it('says first when the parcel arrives, then what was promised, then where it is', () => {
    const page = trackingPage(parcel(), en);
    const order = ['Expected', 'Promised by', 'On its way', 'Handed to the carrier'].map((words) =>
      page.indexOf(`>${words}<`),
    );
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((left, right) => left - right));
  });

  it('marks nodes reached with their day and shows those ahead', () => {
    expect(stepsOf(trackingPage(parcel(), en))).toEqual([
      ['Parcel registered', 'done', true],
      ['Handed to the carrier', 'done', true],
      ['Out for delivery', 'ahead', false],
      ['Delivered', 'ahead', false],
    ]);
  });

  it('takes nodes before the furthest as done although nobody scanned them', () => {
    const reached = { dispatched: null, out_for_delivery: null, delivered: new Date('2026-03-25T10:00:00Z') };
    const page = trackingPage(parcel({ state: 'delivered', reached, estimate: null }), en);
    expect(stepsOf(page).map(([, mark]) => mark)).toEqual(['done', 'done', 'done', 'done']);
    expect(page).toContain('<dt>Delivered</dt><dd>Wed, Mar 25</dd>');
    expect(page).not.toContain('Promised by');
  });

  it('promises nothing any more of a parcel that comes back', () => {
    const page = trackingPage(parcel({ state: 'returning' }), en);
    expect(page).not.toMatch(/Expected|Promised by|will be shown here/);
    expect(stepsOf(page).map(([, mark]) => mark)).toEqual(['done', 'done']);
  });

  it('says so where no date is known', () => {
    const page = trackingPage(
      parcel({
        estimate: null,
        promisedAt: null,
        registeredAt: null,
        orderNumber: null,
        state: 'registered',
      }),
      en,
    );
    expect(page).toContain(en.arrival.unknown);
  });

  it('escapes the order number and is not indexed', () => {
    const page = trackingPage(parcel({ orderNumber: '<svg onload=alert(1)>' }), en);
    expect(page).not.toContain('<svg');
    expect(page).toContain('noindex');
  });

  it('says in every language that a link leads nowhere', () => {
    for (const wording of Object.values(wordings))
      expect(missingPage(wording)).toContain(wording.page.notFound.title);
  });
});
