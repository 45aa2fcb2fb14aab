import { h, viewAddress } from './dom.js';
import { rate, words } from './format.js';

/** A panel with a heading. */
export const panel = (title, ...content) =>
  h('section', { class: 'panel' }, title && h('h2', {}, title), ...content);

/** What to do next where there is nothing to show. */
export const empty = (title, ...advice) =>
  h(
    'div',
    { class: 'empty' },
    h('p', { class: 'empty-title' }, title),
    ...advice.map((line) => h('p', {}, line)),
  );

const toneOfState = {
  delivered: 'good',
  available_for_pickup: 'busy',
  out_for_delivery: 'busy',
  in_transit: 'busy',
  returning: 'warn',
  returned: 'bad',
  lost: 'bad',
  destroyed: 'bad',
};
const toneOfSeverity = { critical: 'bad', high: 'bad', medium: 'warn', low: 'calm' };

export const badge = (text, tone = 'calm') => h('span', { class: `badge ${tone}` }, words(text));
export const stateBadge = (state) => badge(state, toneOfState[state]);
export const codeBadge = (code, severity) => badge(code, toneOfSeverity[severity] ?? 'warn');
export const toneOf = (state) => toneOfState[state] ?? 'calm';

/**
 * A table that becomes a list of cards on a narrow screen.
 * @param columns `{title, number?: true, whole?: true, cell: (row) => Node | string}`; `whole` never breaks a line
 * @param kind `small` for a table that fits a narrow screen as it is
 */
export const table = (caption, columns, rows, kind = undefined) =>
  h(
    'table',
    { class: kind },
    h('caption', { class: 'unseen' }, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...columns.map(({ title, number }) => h('th', { scope: 'col', class: number && 'number' }, title)),
      ),
    ),
    h(
      'tbody',
      {},
      ...rows.map((row) =>
        h(
          'tr',
          {},
          ...columns.map(({ title, number, whole, cell }) =>
            h(
              'td',
              { class: number ? 'number' : whole && 'whole', 'data-title': title },
              h('div', {}, cell(row)),
            ),
          ),
        ),
      ),
    ),
  );

/** The way to the next page of a list and back to its beginning. */
export const pager = (view, parameters, nextCursor) => {
  const { cursor, ...filters } = parameters;
  if (!cursor && !nextCursor) return null;
  return h(
    'nav',
    { class: 'pager', 'aria-label': 'Pages' },
    cursor ? h('a', { class: 'button', href: viewAddress(view, filters) }, 'First page') : h('span'),
    nextCursor &&
      h(
        'a',
        { class: 'button', href: viewAddress(view, { ...filters, cursor: nextCursor }), rel: 'next' },
        'Next page',
      ),
  );
};

/**
 * A row of filters; a change becomes part of the address.
 * @param fields `{name, label, options?: [value, text][], placeholder?, pattern?, maxlength?}`
 */
export const filters = (view, parameters, fields) => {
  const apply = (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget.closest('form')));
    for (const name of Object.keys(values)) values[name] = values[name].trim();
    location.hash = viewAddress(view, values);
  };
  return h(
    'form',
    { class: 'filters', onsubmit: apply },
    ...fields.map(({ name, label, options, placeholder, maxlength }) =>
      h(
        'label',
        {},
        h('span', {}, label),
        options
          ? h(
              'select',
              { name, onchange: apply },
              ...options.map(([value, text]) =>
                h('option', { value, selected: value === (parameters[name] ?? '') }, text),
              ),
            )
          : h('input', {
              name,
              value: parameters[name] ?? '',
              placeholder,
              maxlength,
              autocomplete: 'off',
              spellcheck: 'false',
            }),
      ),
    ),
    h('button', { type: 'submit' }, 'Apply'),
  );
};

/** A request that failed, with what a person needs to report it. */
export const problemPanel = (problem, retry) =>
  h(
    'div',
    { class: 'problem', role: 'alert' },
    h('h2', {}, problem.title),
    problem.detail && h('p', {}, problem.detail),
    problem.errors?.length > 0 &&
      h(
        'ul',
        {},
        ...problem.errors.map(({ pointer, detail }) => h('li', {}, h('code', {}, pointer), ` ${detail}`)),
      ),
    h(
      'dl',
      {},
      ...[
        ['Code', problem.code],
        ['Status', problem.status],
        ['Trace id', problem.traceId],
      ].flatMap(([name, value]) =>
        value === undefined ? [] : [h('dt', {}, name), h('dd', {}, h('code', {}, String(value)))],
      ),
    ),
    h('button', { type: 'button', onclick: retry }, 'Try again'),
  );

/** A rate with its interval below it. */
export const rateCell = (value) => {
  const shown = rate(value);
  return shown
    ? [h('span', {}, shown.text), h('small', {}, shown.interval), h('small', {}, shown.sample)]
    : '–';
};

export const countryField = (label = 'Destination') => ({
  name: 'country',
  label,
  placeholder: 'Any, as DE',
  maxlength: 2,
});
