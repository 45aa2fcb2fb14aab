import { get } from '../api.js';
import { h, viewAddress } from '../dom.js';
import { country, date, share, words } from '../format.js';
import { countryField, empty, filters, pager, panel, stateBadge, table } from '../parts.js';

const states = [
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

const numbersOf = (parcel) =>
  (parcel.trackingNumbers ?? []).map((number) => number.trackingNumber ?? String(number));

const columns = [
  {
    title: 'Parcel',
    cell: (parcel) => {
      const [first, ...others] = numbersOf(parcel);
      return [
        h(
          'a',
          { class: 'mono', href: viewAddress(`parcels/${encodeURIComponent(parcel.id)}`) },
          first ?? parcel.id,
        ),
        others.length > 0 && h('small', { class: 'mono' }, others.join(', ')),
      ];
    },
  },
  { title: 'State', whole: true, cell: (parcel) => stateBadge(parcel.state) },
  { title: 'Leg', cell: (parcel) => words(parcel.currentLeg ?? parcel.currentWait) },
  { title: 'Destination', cell: (parcel) => country(parcel.destinationCountry) },
  { title: 'Expected', whole: true, cell: (parcel) => date(parcel.deliveredAt ?? parcel.estimate?.p50) },
  {
    title: 'P(late)',
    number: true,
    cell: (parcel) => {
      const late = parcel.estimate?.pLate;
      return h('span', { class: late > 0.6 ? 'text-bad' : '' }, share(late, 0));
    },
  },
];

const nothing = ({ trackingNumber, state, country: destination }) => {
  if (trackingNumber) {
    return empty(
      'No parcel has this tracking number',
      'Numbers are compared whole. If a carrier knows it and Landfall does not, register it by POST /v1/orders/:id/parcels: what carriers told before is then applied.',
    );
  }
  if (state || destination) {
    return empty(
      'No parcel fits these filters',
      h('a', { href: viewAddress('parcels') }, 'Show all parcels'),
    );
  }
  return empty(
    'No parcels yet',
    'Send an order by POST /v1/orders and its parcel by POST /v1/orders/:id/parcels.',
  );
};

/** All parcels, by tracking number, state and country. A number that only one parcel has leads straight to it. */
export const parcels = {
  title: 'Parcels',
  async load(parameters, signal) {
    const { trackingNumber, state, cursor } = parameters;
    const destination = parameters.country?.toUpperCase();
    const page = await get(
      '/parcels',
      { trackingNumber, state, country: destination, cursor, limit: 50 },
      signal,
    );
    if (trackingNumber && page.data.length === 1 && !page.nextCursor) {
      return { goTo: viewAddress(`parcels/${encodeURIComponent(page.data[0].id)}`) };
    }
    return [
      h('h1', {}, 'Parcels'),
      filters('parcels', parameters, [
        { name: 'trackingNumber', label: 'Tracking number', placeholder: 'Any', maxlength: 64 },
        {
          name: 'state',
          label: 'State',
          options: [['', 'Any'], ...states.map((name) => [name, words(name)])],
        },
        countryField(),
      ]),
      panel(null, page.data.length === 0 ? nothing({ ...parameters }) : table('Parcels', columns, page.data)),
      pager('parcels', parameters, page.nextCursor),
    ];
  },
};
