import { get } from '../api.js';
import { h, sized, viewAddress } from '../dom.js';
import { country, date, instant, money, share, wallTime, words } from '../format.js';
import { badge, codeBadge, empty, panel, stateBadge, table } from '../parts.js';
import { legs } from '../vocabulary.js';

const finished = new Set(['delivered', 'returned', 'lost', 'destroyed', 'cancelled']);

const legStrip = (parcel) => {
  const seen = new Set((parcel.timeline ?? []).map((entry) => entry.leg));
  const at = finished.has(parcel.state) ? -1 : legs.indexOf(parcel.currentLeg);
  const furthest = Math.max(at, ...legs.map((leg, index) => (seen.has(leg) ? index : -1)));
  const stage = (leg, index) => {
    if (index === at) return 'now';
    if (seen.has(leg)) return 'seen';
    return index < furthest ? 'passed' : 'ahead';
  };
  const spoken = { now: 'the parcel is here', seen: 'scanned', passed: 'no scan', ahead: 'ahead' };
  return h(
    'ol',
    { class: 'legs', 'aria-label': 'Legs of the chain' },
    ...legs.map((leg, index) => {
      const name = stage(leg, index);
      return h(
        'li',
        { class: name, 'aria-current': name === 'now' && 'step' },
        h('span', {}, words(leg)),
        h('span', { class: 'unseen' }, `: ${spoken[name]}`),
      );
    }),
  );
};

const estimatePanel = (parcel) => {
  const { estimate, carrierEstimate, promisedAt } = parcel;
  if (parcel.deliveredAt)
    return panel('Delivery', h('p', { class: 'big' }, date(parcel.deliveredAt)), promise(promisedAt));
  if (!estimate)
    return panel(
      'Estimate',
      empty('No estimate', 'One is made while a parcel is on its way.'),
      carrierExpects(carrierEstimate),
    );
  const times = [estimate.p10, estimate.p50, estimate.p90, promisedAt]
    .filter(Boolean)
    .map((text) => Date.parse(text));
  const from = Math.min(...times);
  const span = Math.max(...times) - from || 1;
  const place = (text) => (Date.parse(text) - from) / span;
  const mark = (kind, text) => sized(h('i', { class: kind }), '--at', place(text));
  const range = sized(
    sized(h('i', { class: 'range' }), '--at', place(estimate.p10)),
    '--to',
    place(estimate.p90),
  );
  return panel(
    'Estimate',
    h('p', { class: 'big' }, date(estimate.p50)),
    h('p', {}, '4 in 5 arrive from ', h('b', {}, date(estimate.p10)), ' to ', h('b', {}, date(estimate.p90))),
    h(
      'div',
      { class: 'span', 'aria-hidden': 'true' },
      range,
      mark('middle', estimate.p50),
      promisedAt && mark(estimate.pLate > 0.6 ? 'promise broken' : 'promise', promisedAt),
    ),
    promise(promisedAt),
    carrierExpects(carrierEstimate),
    estimate.pLate !== null &&
      estimate.pLate !== undefined &&
      h(
        'p',
        { class: estimate.pLate > 0.6 ? 'text-bad' : '' },
        'Late with a probability of ',
        h('b', {}, share(estimate.pLate, 0)),
      ),
  );
};

const promise = (promisedAt) =>
  promisedAt
    ? h('p', {}, h('i', { class: 'key promise' }), 'Promised for ', h('b', {}, date(promisedAt)))
    : null;

const carrierExpects = (told) =>
  told
    ? h(
        'p',
        { title: `Told ${instant(told.toldAt)}` },
        'The carrier expects ',
        h('b', {}, date(told.at)),
        ` (${told.source})`,
      )
    : null;

const placeOf = (place) => {
  if (!place) return null;
  return [place.facility, place.city, place.country && country(place.country)].filter(Boolean).join(', ');
};

const timeline = (entries) =>
  h(
    'ol',
    { class: 'timeline' },
    ...entries.map((entry) => {
      const time = wallTime(entry.occurredAt);
      return h(
        'li',
        {},
        h(
          'time',
          { datetime: entry.occurredAt, title: `Recorded ${instant(entry.recordedAt)}` },
          h('b', {}, time.day),
          ` ${time.time} `,
          h('small', {}, time.offset),
        ),
        h(
          'div',
          {},
          h('b', {}, words(entry.milestone)),
          entry.mark && badge(entry.mark, entry.mark === 'contradictory' ? 'warn' : 'calm'),
          h(
            'p',
            {},
            [
              entry.leg && words(entry.leg),
              placeOf(entry.place),
              entry.reason && `blamed on ${words(entry.reason).toLowerCase()}`,
              entry.source,
            ]
              .filter(Boolean)
              .join(' · '),
          ),
        ),
      );
    }),
  );

const exceptionColumns = [
  { title: 'Exception', cell: (row) => codeBadge(row.code, row.severity) },
  { title: 'State', cell: (row) => words(row.state) },
  { title: 'Leg', cell: (row) => words(row.leg) },
  { title: 'Since', whole: true, cell: (row) => instant(row.openedAt) },
  { title: 'Value at risk', number: true, cell: (row) => money(row.valueAtRisk) },
  { title: 'Suggested action', cell: (row) => words(row.suggestedAction) },
];

const numbers = (parcel) =>
  h(
    'ul',
    { class: 'plain' },
    ...(parcel.trackingNumbers ?? []).map((number) =>
      h(
        'li',
        {},
        h('span', { class: 'mono' }, number.trackingNumber ?? String(number)),
        number.carrier && h('small', {}, number.carrier),
      ),
    ),
  );

const facts = (parcel) =>
  h(
    'dl',
    { class: 'facts' },
    ...[
      ['Order', parcel.externalOrderId ?? parcel.orderId],
      ['Parcel', parcel.id],
      ['Destination', parcel.destinationCountry && country(parcel.destinationCountry)],
      ['Route', parcel.routeId],
      ['Purpose', parcel.purpose && words(parcel.purpose)],
    ].flatMap(([name, value]) => (value ? [h('dt', {}, name), h('dd', {}, value)] : [])),
  );

/** One parcel: where it is, when it will arrive, what is wrong, and everything that was told about it. */
export const parcel = {
  title: 'Parcel',
  async load({ id }, signal) {
    const found = await get(`/parcels/${encodeURIComponent(id)}`, {}, signal);
    const exceptions = found.exceptions ?? [];
    const told = found.timeline ?? [];
    return [
      h('p', { class: 'crumb' }, h('a', { href: viewAddress('parcels') }, 'Parcels')),
      h(
        'div',
        { class: 'title' },
        h('h1', { class: 'mono' }, found.trackingNumbers?.[0]?.trackingNumber ?? found.id),
        stateBadge(found.state),
      ),
      legStrip(found),
      exceptions.length > 0 &&
        panel('Exceptions', table('Exceptions of this parcel', exceptionColumns, exceptions)),
      h(
        'div',
        { class: 'columns side' },
        panel(
          'Timeline',
          told.length === 0
            ? empty(
                'No scan yet',
                'Scans appear as carriers tell them. If the parcel is moving, check that its tracking number and carrier are right.',
              )
            : timeline([...told].reverse()),
        ),
        h(
          'div',
          {},
          estimatePanel(found),
          panel('Tracking numbers', numbers(found)),
          panel('About', facts(found)),
        ),
      ),
    ];
  },
};
