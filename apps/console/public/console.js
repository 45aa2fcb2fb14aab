import { apiKey, RequestProblem, takeKeyFromAddress } from './api.js';
import { h, viewAddress } from './dom.js';
import { empty, problemPanel } from './parts.js';
import { codes } from './views/codes.js';
import { exceptions } from './views/exceptions.js';
import { overview } from './views/overview.js';
import { parcel } from './views/parcel.js';
import { parcels } from './views/parcels.js';
import { routes } from './views/routes.js';
import { scorecards } from './views/scorecards.js';

const views = { overview, parcels, exceptions, routes, scorecards, codes };
const parts = Object.fromEntries(
  ['main', 'nav', 'find', 'tools', 'progress', 'said', 'refresh', 'leave'].map((id) => [
    id,
    document.getElementById(id),
  ]),
);

/** The view that the address names, with its parameters; the overview for any other address. */
const addressed = () => {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [name, id] = path.split('/');
  const parameters = Object.fromEntries(new URLSearchParams(query));
  if (name === 'parcels' && id) return { name, view: parcel, parameters: { id: decodeURIComponent(id) } };
  return Object.hasOwn(views, name)
    ? { name, view: views[name], parameters }
    : { name: 'overview', view: overview, parameters: {} };
};

const frame = (name, signedIn) => {
  for (const part of [parts.nav, parts.find, parts.tools]) part.hidden = !signedIn;
  for (const link of parts.nav.querySelectorAll('a')) {
    if (link.getAttribute('href') === `#/${name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
};

const show = (title, content) => {
  parts.main.replaceChildren(...content.filter(Boolean));
  document.title = `${title} · Landfall`;
  parts.said.textContent = title;
};

const keyForm = (message) =>
  h(
    'form',
    {
      class: 'key-form panel',
      onsubmit: (event) => {
        event.preventDefault();
        const key = new FormData(event.currentTarget).get('key').trim();
        if (!key) return;
        apiKey.set(key);
        void open();
      },
    },
    h('h1', {}, 'Sign in'),
    h(
      'p',
      {},
      'Paste an API key of your merchant account. It stays in this tab and is forgotten when the tab closes.',
    ),
    message && h('p', { class: 'text-bad', role: 'alert' }, message),
    h(
      'label',
      {},
      h('span', {}, 'API key'),
      h('input', { name: 'key', type: 'password', autocomplete: 'off', required: true, spellcheck: 'false' }),
    ),
    h('button', { type: 'submit', class: 'primary' }, 'Continue'),
    h(
      'p',
      { class: 'note' },
      'No key? A demo prints one when it starts; an operator makes one with the commands of order-intake. ',
      h('a', { href: '/docs' }, 'Interface description'),
    ),
  );

const askForKey = (message) => {
  frame('', false);
  show('Sign in', [keyForm(message)]);
  parts.main.querySelector('input').focus();
};

let running = new AbortController();

/** Shows what the address names. The view before stays, dimmed, until the new one is there. */
const open = async () => {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  if (!apiKey.get()) {
    askForKey();
    return;
  }
  const { name, view, parameters } = addressed();
  frame(name, true);
  parts.main.setAttribute('aria-busy', 'true');
  parts.progress.hidden = false;
  try {
    const content = await view.load(parameters, signal);
    if (signal.aborted) return;
    if (content.goTo) {
      location.replace(content.goTo);
      return;
    }
    show(view.title, content);
  } catch (error) {
    if (signal.aborted) return;
    showFailure(view, error);
  } finally {
    if (!signal.aborted) {
      parts.main.removeAttribute('aria-busy');
      parts.progress.hidden = true;
    }
  }
};

const showFailure = (view, error) => {
  const problem =
    error instanceof RequestProblem
      ? error.problem
      : { title: 'This page failed', detail: error instanceof Error ? error.message : String(error) };
  if (problem.status === 401) {
    apiKey.forget();
    askForKey('This API key is not known. Check it, or use another.');
    return;
  }
  const content =
    problem.status === 404
      ? empty(
          `This ${view.title.toLowerCase()} does not exist`,
          h('a', { href: viewAddress('parcels') }, 'Show all parcels'),
        )
      : problemPanel(problem, () => void open());
  show(view.title, [h('h1', {}, view.title), content]);
};

parts.find.addEventListener('submit', (event) => {
  event.preventDefault();
  const trackingNumber = new FormData(parts.find).get('trackingNumber').trim();
  if (trackingNumber) location.hash = viewAddress('parcels', { trackingNumber });
});
parts.refresh.addEventListener('click', () => void open());
parts.leave.addEventListener('click', () => {
  apiKey.forget();
  location.hash = '#/overview';
  void open();
});
addEventListener('hashchange', () => {
  takeKeyFromAddress();
  scrollTo(0, 0);
  void open();
});

takeKeyFromAddress();
void open();
