import { get } from '../api.js';
import { h, viewAddress } from '../dom.js';
import { country, instant, money, words } from '../format.js';
import { codeBadge, countryField, empty, filters, pager, panel, table } from '../parts.js';
import { legs } from '../vocabulary.js';

const states = ['open', 'acknowledged', 'held', 'cleared', 'resolved'];
const columns = [
  { title: 'Exception', whole: true, cell: (row) => codeBadge(row.code, row.severity) },
  {
    title: 'Leg',
    cell: (row) => [h('span', {}, words(row.leg)), row.carrier && h('small', {}, row.carrier)],
  },
  { title: 'To', cell: (row) => country(row.destinationCountry) },
  { title: 'Since', whole: true, cell: (row) => instant(row.openedAt) },
  { title: 'Value at risk', number: true, cell: (row) => money(row.valueAtRisk) },
  { title: 'Recoverable', number: true, cell: (row) => h('b', {}, money(row.recoverableValue)) },
  { title: 'Suggested action', cell: (row) => words(row.suggestedAction) },
  {
    title: 'Parcel',
    cell: (row) =>
      row.parcelId
        ? h('a', { href: viewAddress(`parcels/${encodeURIComponent(row.parcelId)}`) }, 'Open parcel')
        : [h('span', {}, 'Order'), h('small', { class: 'mono' }, row.orderId)],
  },
];

const nothing = (parameters) =>
  parameters.code || parameters.leg || parameters.country || parameters.state
    ? empty(
        'No exception fits these filters',
        h('a', { href: viewAddress('exceptions') }, 'Show all open exceptions'),
      )
    : empty(
        'Nothing needs attention',
        'Exceptions open by themselves when a parcel stalls, is held or will be late, and clear when the cause is gone.',
      );

/** Exceptions, by what can still be saved. */
export const exceptions = {
  title: 'Exceptions',
  async load(parameters, signal) {
    const { code, leg, cursor, state = 'open' } = parameters;
    const page = await get(
      '/exceptions',
      {
        state: state === 'any' ? '' : state,
        code,
        leg,
        country: parameters.country?.toUpperCase(),
        sort: '-recoverableValue',
        cursor,
        limit: 50,
      },
      signal,
    );
    return [
      h('h1', {}, 'Exceptions'),
      filters('exceptions', { ...parameters, state }, [
        { name: 'state', label: 'State', options: [...states, 'any'].map((name) => [name, words(name)]) },
        { name: 'code', label: 'Code', placeholder: 'Any, as leg_stalled', maxlength: 64 },
        { name: 'leg', label: 'Leg', options: [['', 'Any'], ...legs.map((name) => [name, words(name)])] },
        countryField(),
      ]),
      panel(
        null,
        page.data.length === 0
          ? nothing(parameters)
          : table('Exceptions, most recoverable first', columns, page.data),
      ),
      pager('exceptions', parameters, page.nextCursor),
    ];
  },
};
