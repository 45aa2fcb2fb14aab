import { get } from '../api.js';
import { h } from '../dom.js';
import { count, country, days } from '../format.js';
import { countryField, empty, filters, pager, panel, rateCell, table } from '../parts.js';

const subjectOf = (card) =>
  card.by === 'lane' && card.originCountry && card.destinationCountry
    ? `${country(card.originCountry)} to ${country(card.destinationCountry)}`
    : card.subject;

const columns = [
  { title: 'Subject', cell: (card) => h('b', {}, subjectOf(card)) },
  {
    title: 'Mature',
    number: true,
    cell: (card) => [h('span', {}, count(card.mature)), h('small', {}, `of ${count(card.parcels)} parcels`)],
  },
  { title: 'Transit P50', number: true, cell: (card) => days(card.transitDays?.p50) },
  { title: 'P80', number: true, cell: (card) => days(card.transitDays?.p80) },
  { title: 'P95', number: true, cell: (card) => days(card.transitDays?.p95) },
  { title: 'Receipt', number: true, cell: (card) => rateCell(card.receiptRate) },
  { title: 'On time', number: true, cell: (card) => rateCell(card.onTimeRate) },
];

const subjects = [
  ['lane', 'Lane'],
  ['route', 'Route'],
  ['provider', 'Provider'],
];

/** How lanes, routes and providers did over matured parcels, best by the cautious end of the receipt rate. */
export const scorecards = {
  title: 'Scorecards',
  async load(parameters, signal) {
    const { by = 'lane', from, to, cursor } = parameters;
    const page = await get(
      '/scorecards',
      { by, from, to, country: parameters.country?.toUpperCase(), cursor, limit: 50 },
      signal,
    );
    return [
      h('h1', {}, 'Scorecards'),
      filters('scorecards', { ...parameters, by }, [
        { name: 'by', label: 'By', options: subjects },
        countryField(),
      ]),
      panel(
        null,
        page.data.length === 0
          ? empty(
              'No scorecards yet',
              'A parcel counts once it is mature: 30 days after dispatch at least, delivered or not. Until then nothing is claimed.',
            )
          : table('Scorecards', columns, page.data),
        page.data.some((card) => card.transitDays?.p95 === null) &&
          h('p', { class: 'note' }, 'A dash in transit: not so many parcels have been delivered.'),
      ),
      pager('scorecards', parameters, page.nextCursor),
    ];
  },
};
