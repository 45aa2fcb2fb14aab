import { get } from '../api.js';
import { h } from '../dom.js';
import { count, country, days, share, words } from '../format.js';
import { badge, empty, pager, panel, rateCell, table } from '../parts.js';

const reach = (route) =>
  `${country(route.originCountry)} to ${(route.destinationCountries ?? []).map((code) => country(code)).join(', ')}`;

const quantiles = (transit) =>
  transit && transit.p50 !== null && transit.p50 !== undefined
    ? [
        h('span', {}, days(transit.p50)),
        h('small', {}, `P80 ${days(transit.p80)}`),
        h('small', {}, `P95 ${days(transit.p95)}`),
      ]
    : '–';

const columns = [
  {
    title: 'Route',
    cell: (route) => [
      h('b', {}, route.name),
      h('small', {}, reach(route)),
      h(
        'small',
        {},
        [route.mode && words(route.mode), route.terms, route.externalId].filter(Boolean).join(' · '),
      ),
    ],
  },
  { title: 'Transit claimed', number: true, cell: (route) => days(route.claimed?.transitDays) },
  { title: 'Transit verified', number: true, cell: (route) => quantiles(route.verified?.transitDays) },
  { title: 'Receipt claimed', number: true, cell: (route) => share(route.claimed?.receiptRate) },
  { title: 'Receipt verified', number: true, cell: (route) => rateCell(route.verified?.receiptRate) },
  { title: 'On time', number: true, cell: (route) => rateCell(route.verified?.onTimeRate) },
  {
    title: 'Evidence',
    cell: ({ verified }) => [
      badge(verified?.status ?? 'unverified', verified?.status === 'verified' ? 'good' : 'calm'),
      h('small', {}, verified?.why ?? `${count(verified?.n)} mature parcels`),
    ],
  },
];

/** Routes of the pool: what their providers claim beside what the parcels show. */
export const routes = {
  title: 'Routes',
  async load(parameters, signal) {
    const page = await get('/routes', { cursor: parameters.cursor, limit: 50 }, signal);
    return [
      h('h1', {}, 'Routes'),
      panel(
        null,
        page.data.length === 0
          ? empty(
              'No routes yet',
              'Enter a provider by POST /v1/providers and its routes by POST /v1/routes; verified figures appear as their parcels mature.',
            )
          : table('Routes, claimed beside verified', columns, page.data),
      ),
      pager('routes', parameters, page.nextCursor),
    ];
  },
};
