import { get } from '../api.js';
import { h, sized, viewAddress } from '../dom.js';
import { count, money, words } from '../format.js';
import { codeBadge, empty, panel, table, toneOf } from '../parts.js';

const order = [
  'registered',
  'in_transit',
  'out_for_delivery',
  'available_for_pickup',
  'delivered',
  'returning',
  'returned',
  'lost',
  'destroyed',
  'cancelled',
];

const docs = () => h('a', { href: '/docs' }, 'the interface description');

const stateTiles = (byState) => {
  const states = order.filter((state) => byState[state] > 0);
  const total = states.reduce((sum, state) => sum + byState[state], 0);
  if (total === 0) {
    return empty('No parcels yet', [
      'Send an order by POST /v1/orders and its parcel by POST /v1/orders/:id/parcels: ',
      docs(),
      ' has examples.',
    ]);
  }
  return [
    h('p', { class: 'big' }, count(total), h('span', {}, total === 1 ? ' parcel' : ' parcels')),
    h(
      'div',
      { class: 'split', 'aria-hidden': 'true' },
      ...states.map((state) => sized(h('i', { class: toneOf(state) }), '--part', byState[state])),
    ),
    h(
      'ul',
      { class: 'tiles' },
      ...states.map((state) =>
        h(
          'li',
          { class: toneOf(state) },
          h(
            'a',
            { href: viewAddress('parcels', { state }) },
            h('b', {}, count(byState[state])),
            h('span', {}, words(state)),
          ),
        ),
      ),
    ),
  ];
};

const exceptionTable = (byCode) => {
  const rows = byCode.filter((row) => row.count > 0).sort((a, b) => b.count - a.count);
  if (rows.length === 0) {
    return empty(
      'Nothing needs attention',
      'Exceptions open by themselves when a parcel stalls, is held or will be late.',
    );
  }
  const most = rows[0].count;
  return [
    h(
      'p',
      { class: 'big' },
      count(rows.reduce((sum, row) => sum + row.count, 0)),
      h('span', {}, ' to look at'),
    ),
    table(
      'Open exceptions by code',
      [
        {
          title: 'Exception',
          cell: (row) => h('a', { href: viewAddress('exceptions', { code: row.code }) }, codeBadge(row.code)),
        },
        {
          title: 'Open',
          number: true,
          cell: (row) => [
            h('span', {}, count(row.count)),
            sized(h('i', { class: 'bar', 'aria-hidden': 'true' }), '--part', row.count / most),
          ],
        },
        {
          title: 'Value at risk',
          number: true,
          cell: (row) => (row.valueAtRisk ?? []).map((sum) => h('span', {}, money(sum))),
        },
      ],
      rows,
      'small',
    ),
  ];
};

/** Parcels by state, and open exceptions by code with the money at stake. */
export const overview = {
  title: 'Overview',
  async load(_parameters, signal) {
    const [parcels, exceptions] = await Promise.all([
      get('/parcels/summary', {}, signal),
      get('/exceptions/summary', {}, signal),
    ]);
    return [
      h('h1', {}, 'Overview'),
      h(
        'div',
        { class: 'columns' },
        panel('Parcels by state', stateTiles(parcels.byState ?? {})),
        panel('Open exceptions', exceptionTable(exceptions.byCode ?? [])),
      ),
    ];
  },
};
