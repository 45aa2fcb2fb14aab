import type { MessageNode } from '@landfall/contracts';
import { arrivalLines, type ArrivalFacts } from '../wording/arrival.ts';
import { Html, markup, oneLine } from '../wording/markup.ts';
import type { Wording } from '../wording/wording.ts';

/** What the page shows: nothing about a person. */
export interface TrackedParcel extends ArrivalFacts {
  /** Null while the parcel's registration has not arrived here. */
  orderNumber: string | null;
  registeredAt: Date | null;
}

/** The page's only style; the content security policy allows it by its hash. */
export const pageStyle = `
:root{color-scheme:light dark;--ground:#f3f5f8;--card:#fff;--line:#dfe4ea;--strong:#17202b;--quiet:#556170;--accent:#0b5fd3;--good:#1b7f46;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ground:#14171c;--card:#1f242c;--line:#39424f;--strong:#f2f5f9;--quiet:#a9b4c2;--accent:#6cb0ff;--good:#58c98a;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--strong);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
main{max-width:36rem;margin:0 auto;padding:2rem 1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.75rem}
h1{margin:0;font-size:1rem;font-weight:600;color:var(--quiet)}
.order{margin:.1rem 0 1.5rem;color:var(--quiet);font-size:.9rem;overflow-wrap:anywhere}
dl{margin:0 0 1.5rem}
dt{color:var(--quiet);font-size:.9rem}
dd{margin:0 0 .75rem;font-size:1.15rem;font-weight:600}
dl dd:first-of-type{font-size:1.75rem;line-height:1.25;font-weight:700}
h1.missing{margin-bottom:.5rem;font-size:1.4rem;color:var(--strong)}
.unknown{margin:0 0 1.5rem;font-size:1.15rem;font-weight:600}
.state{display:inline-block;margin:0 0 1.5rem;padding:.3rem .8rem;border-radius:999px;border:1px solid currentColor;color:var(--accent);font-weight:600;font-size:.95rem}
.state.good{color:var(--good)}
.state.bad{color:var(--bad)}
ol{list-style:none;margin:0;padding:1.5rem 0 0;border-top:1px solid var(--line)}
li{position:relative;padding:0 0 1.25rem 2rem}
li:last-child{padding-bottom:0}
li::before{content:'';position:absolute;left:.15rem;top:.35rem;width:.85rem;height:.85rem;border-radius:50%;border:2px solid var(--line);background:var(--card);z-index:1}
li:not(:last-child)::after{content:'';position:absolute;left:.55rem;top:.9rem;bottom:-.6rem;width:2px;background:var(--line)}
li.done::before{border-color:var(--accent);background:var(--accent)}
li.done:not(:last-child)::after{background:var(--accent)}
li.ahead{color:var(--quiet)}
li strong{font-weight:600}
time{display:block;color:var(--quiet);font-size:.9rem}
footer{margin:1rem .25rem 0;color:var(--quiet);font-size:.8rem}
`;

type Step = 'registered' | MessageNode;

const steps: readonly Step[] = ['registered', 'dispatched', 'out_for_delivery', 'delivered'];
const troubled = new Set(['returning', 'returned', 'lost', 'destroyed', 'cancelled']);

/** The tracking page of a parcel: arrival first, then its state and the nodes reached. */
export const trackingPage = (parcel: TrackedParcel, wording: Wording): string => {
  const { page } = wording;
  const off = troubled.has(parcel.state);
  const tone = parcel.state === 'delivered' ? 'good' : off ? 'bad' : '';
  const order = parcel.orderNumber === null ? '' : `${wording.order} ${oneLine(parcel.orderNumber, 100)}`;
  const card = markup`<h1>${page.title}</h1>
<p class="order">${order}</p>
${arrivalBlock(parcel, wording, off)}
<p class="state ${tone}">${page.states[parcel.state]}</p>
<ol>${timeline(parcel, wording, off)}</ol>`;
  return document(wording, page.title, card, markup`<footer>${page.note}</footer>`);
};

/** The page for a link that leads nowhere. */
export const missingPage = (wording: Wording): string => {
  const { title, text } = wording.page.notFound;
  return document(wording, title, markup`<h1 class="missing">${title}</h1><p>${text}</p>`, null);
};

const arrivalBlock = (parcel: TrackedParcel, wording: Wording, off: boolean): Html | null => {
  if (off) return null;
  const lines = arrivalLines(parcel, wording);
  if (lines.length === 0) return markup`<p class="unknown">${wording.arrival.unknown}</p>`;
  return markup`<dl>${lines.map(({ label, value }) => markup`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;
};

/** Nodes reached with their day, then, while the parcel is on its way, those ahead; one that later nodes imply is done. */
const timeline = (parcel: TrackedParcel, { tag, page }: Wording, off: boolean): Html[] => {
  const format = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });
  const times: Record<Step, Date | null> = { registered: parcel.registeredAt, ...parcel.reached };
  const furthest = steps.findLastIndex((step) => times[step] !== null);
  return steps.flatMap((step, index) => {
    const at = times[step];
    if (off && !at) return [];
    const day = at && markup`<time datetime="${at.toISOString()}">${format.format(at)}</time>`;
    const mark = index <= furthest ? 'done' : 'ahead';
    return markup`<li class="${mark}"><strong>${page.steps[step]}</strong>${day}</li>`;
  });
};

const document = ({ tag }: Wording, title: string, card: Html, below: Html | null): string =>
  markup`<!doctype html>
<html lang="${tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
<main>
<div class="card">
${card}
</div>
${below}
</main>
</body>
</html>
`.text;
