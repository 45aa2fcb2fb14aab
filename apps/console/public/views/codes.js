import { get, post, remove, RequestProblem } from '../api.js';
import { h, viewAddress } from '../dom.js';
import { count, country, instant, share, words } from '../format.js';
import { badge, empty, filters, pager, panel, problemPanel, table } from '../parts.js';
import { anyLegMilestones, legs, milestones, reasons } from '../vocabulary.js';

const noScan = 'no_scan';
const askAgainMs = 1_000;

const takenFor = ({ milestone, readBy }) => {
  if (milestone === null) return 'taken for no scan';
  const by = { text: 'by its words', status: 'by its status', nothing: 'for want of anything better' };
  return `taken for ${words(milestone).toLowerCase()} ${by[readBy] ?? ''}`.trim();
};

const exampleLine = (example) =>
  h(
    'li',
    {},
    example.text && h('q', {}, example.text),
    h(
      'small',
      {},
      [example.country && country(example.country), instant(example.occurredAt), takenFor(example)]
        .filter(Boolean)
        .join(' · '),
      example.parcelId && [
        ' · ',
        h('a', { href: viewAddress(`parcels/${encodeURIComponent(example.parcelId)}`) }, 'Open parcel'),
      ],
    ),
  );

const choice = (name, label, options, chosen) =>
  h(
    'label',
    {},
    h('span', {}, label),
    h(
      'select',
      { name, required: name === 'milestone' },
      ...options.map(([value, text]) => h('option', { value, selected: value === (chosen ?? '') }, text)),
    ),
  );
const optional = (names) => [['', '–'], ...names.map((name) => [name, words(name)])];

const why = ({ known, sender, similarity, atOrigin }, ofSender) =>
  h(
    'p',
    { class: 'note' },
    `Suggested: like ${sender === ofSender ? 'its own' : `${sender}’s`} `,
    h('q', {}, known),
    ` (${share(similarity, 0)})`,
    atOrigin && `; in the country of origin ${words(atOrigin).toLowerCase()}`,
  );

const pause = (signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, askAgainMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

const parcelsOf = ({ correctedParcels, parcels }) =>
  `${count(correctedParcels)} ${correctedParcels === 1 ? 'parcel' : 'parcels'} corrected, ${count(parcels)} read by it in all`;

/** Shows a failure beside the button that was pressed, and leaves what was chosen. */
const attempt = async (place, work) => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    place.replaceChildren(problemPanel(error.problem, () => void attempt(place, work)));
  }
};

/** Waits until all that is kept has been read anew; says how many parcels were corrected. */
const follow = async (mapping, place, signal) => {
  for (let now = mapping; ; now = await get(`/code-mappings/${mapping.id}`, {}, signal)) {
    place.replaceChildren(
      h(
        'p',
        {},
        now.readingAnew
          ? `Reading kept scans anew: ${parcelsOf(now)} so far …`
          : `Mapped. ${parcelsOf(now)}.`,
      ),
    );
    if (!now.readingAnew) return;
    await pause(signal);
  }
};

const form = (row, signal) => {
  const { suggestion } = row;
  const place = h('div', { role: 'status' });
  const chosenOf = (element) => {
    const { milestone, leg, reason } = Object.fromEntries(new FormData(element));
    if (milestone === noScan) return { noScan: true };
    return {
      milestone,
      ...(suggestion?.atOrigin && suggestion.milestone === milestone && { atOrigin: suggestion.atOrigin }),
      ...(leg && anyLegMilestones.includes(milestone) && { leg }),
      ...(reason && { reason }),
    };
  };
  const element = h(
    'form',
    {
      class: 'map-code',
      'aria-label': `What ${row.code} of ${row.sender} means`,
      onsubmit: (event) => {
        event.preventDefault();
        const body = { sender: row.sender, code: row.code, ...chosenOf(element) };
        void attempt(place, async () => {
          const mapping = await post('/code-mappings', body);
          element.replaceWith(place);
          await follow(mapping, place, signal).catch((error) => {
            if (!signal.aborted) throw error;
          });
        });
      },
      onchange: () => suit(element),
    },
    choice(
      'milestone',
      'Means',
      [['', 'Choose'], [noScan, 'No scan'], ...milestones.map((name) => [name, words(name)])],
      suggestion?.milestone,
    ),
    choice('leg', 'Leg', optional(legs), suggestion?.leg),
    choice('reason', 'Reason', optional(reasons), suggestion?.reason),
    h('button', { type: 'submit', class: 'primary' }, 'Map'),
    suggestion && why(suggestion, row.sender),
    place,
  );
  suit(element);
  return element;
};

/** A leg goes with milestones of any leg only, a reason with any milestone. */
const suit = ({ elements: { milestone, leg, reason } }) => {
  leg.disabled = !anyLegMilestones.includes(milestone.value);
  reason.disabled = milestone.value === noScan;
};

const unmappedColumns = (signal) => [
  { title: 'Code', cell: (row) => [h('b', { class: 'mono' }, row.code), h('small', {}, row.sender)] },
  {
    title: 'Seen',
    number: true,
    cell: (row) => [
      h('span', {}, count(row.seen)),
      h('small', {}, `${count(row.parcels)} ${row.parcels === 1 ? 'parcel' : 'parcels'}`),
      h('small', {}, `last ${instant(row.lastSeenAt)}`),
    ],
  },
  { title: 'Examples', cell: (row) => h('ul', { class: 'examples' }, ...row.examples.map(exampleLine)) },
  { title: 'What it means to you', cell: (row) => form(row, signal) },
];

const takeBack = (mapping) => {
  const place = h('div', { role: 'status' });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-label': `Take back ${mapping.code} of ${mapping.sender}`,
      onclick: () =>
        void attempt(place, async () => {
          await remove(`/code-mappings/${mapping.id}`);
          button.replaceWith(place);
          place.replaceChildren(h('p', {}, 'Taken back: parcels are told what the sender means.'));
        }),
    },
    'Take back',
  );
  return [button, place];
};

const mappedColumns = [
  { title: 'Code', cell: (row) => [h('b', { class: 'mono' }, row.code), h('small', {}, row.sender)] },
  {
    title: 'Means',
    cell: (row) => [
      row.noScan ? badge('No scan') : badge(row.milestone, 'busy'),
      h(
        'small',
        {},
        [row.leg && words(row.leg), row.reason && words(row.reason)].filter(Boolean).join(' · '),
      ),
    ],
  },
  { title: 'Since', whole: true, cell: (row) => instant(row.mappedAt) },
  { title: 'Parcels corrected', number: true, cell: (row) => count(row.correctedParcels) },
  {
    title: 'Parcels read by it',
    number: true,
    cell: (row) => [
      h('span', {}, count(row.parcels)),
      row.readingAnew && h('small', {}, 'reading kept scans'),
    ],
  },
  { title: '', cell: takeBack },
];

/** Codes that stand in no table, each to be mapped where it is shown, and what was mapped. */
export const codes = {
  title: 'Codes',
  async load(parameters, signal) {
    const { sender, cursor } = parameters;
    const [unmapped, mapped] = await Promise.all([
      get('/unmapped-codes', { sender, cursor, limit: 20 }, signal),
      cursor ? null : get('/code-mappings', { limit: 200 }, signal),
    ]);
    return [
      h('h1', {}, 'Codes'),
      h(
        'p',
        { class: 'note' },
        'Codes of carriers that nobody has said the meaning of. What you say counts for your parcels; those that were told otherwise are corrected.',
      ),
      filters('codes', parameters, [
        { name: 'sender', label: 'Sender', placeholder: 'Any, as dhl', maxlength: 64 },
      ]),
      panel(
        'Not mapped',
        unmapped.data.length === 0
          ? empty(
              sender ? 'This sender has no such codes' : 'Every code is understood',
              'A code that stands in no table appears here as soon as a parcel of yours is told of it.',
            )
          : table('Codes that stand in no table', unmappedColumns(signal), unmapped.data),
      ),
      pager('codes', parameters, unmapped.nextCursor),
      mapped?.data.length > 0 &&
        panel('Mapped by you', table('Codes that you have mapped', mappedColumns, mapped.data)),
    ];
  },
};
