import { messageNodes, type MessageNode } from '@landfall/contracts';
import { arrivalLines, type ArrivalFacts } from '../wording/arrival.ts';
import { markup, oneLine, type Html } from '../wording/markup.ts';
import { fill, type Wording } from '../wording/wording.ts';

/** What a mail says. */
export interface MailContent {
  node: MessageNode;
  /** The merchant's own number of the order. */
  orderNumber: string;
  buyerName: string | null;
  trackingUrl: string;
  arrival: ArrivalFacts;
}

/** A mail without its addresses. */
export interface ComposedMail {
  subject: string;
  text: string;
  html: string;
}

const maxName = 80;
const maxOrderNumber = 100;

/** Writes the mail of a node in one language: subject, plain text and HTML that say the same. */
export const composeMail = (content: MailContent, wording: Wording): ComposedMail => {
  const { mail } = wording;
  const order = oneLine(content.orderNumber, maxOrderNumber);
  const name = oneLine(content.buyerName ?? '', maxName);
  const words = mail.nodes[content.node];
  const greeting = name ? fill(mail.greeting, { name }) : mail.greetingWithoutName;
  const lines = [{ label: wording.order, value: order }, ...arrivalLines(content.arrival, wording)];
  const page = document({ content, wording, words, greeting, lines });
  const text = [
    greeting,
    `${words.heading}. ${words.text}`,
    lines.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    `${mail.button}:\n${content.trackingUrl}`,
    `--\n${mail.why}`,
  ];
  return { subject: fill(words.subject, { order }), text: `${text.join('\n\n')}\n`, html: page.text };
};

interface Parts {
  content: MailContent;
  wording: Wording;
  words: { heading: string; text: string };
  greeting: string;
  lines: readonly { label: string; value: string }[];
}

const font =
  "font-family:-apple-system,'Segoe UI',Roboto,'Noto Sans','PingFang SC','Microsoft YaHei',sans-serif";

/** Inline styles are for light mail clients; the style sheet only darkens where a client asks for it. */
const document = ({ content, wording, words, greeting, lines }: Parts): Html => markup`<!doctype html>
<html lang="${wording.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${words.heading}</title>
<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background-color:#14171c!important}
.card{background-color:#1f242c!important;border-color:#333b47!important}
.strong{color:#f2f5f9!important}
.quiet{color:#a9b4c2!important}
.rule{border-color:#333b47!important}
.button{background-color:#4c9fff!important;color:#0b1420!important}
}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background-color:#f3f5f8">
<div style="display:none;max-height:0;overflow:hidden">${words.text}</div>
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" style="background-color:#f3f5f8"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background-color:#ffffff;border:1px solid #dfe4ea;border-radius:12px"><tr><td style="padding:32px;${font}">
${progress(content.node)}
<h1 class="strong" style="margin:20px 0 16px;font-size:24px;line-height:1.3;font-weight:700;color:#17202b">${words.heading}</h1>
<p class="strong" style="margin:0 0 12px;font-size:16px;line-height:1.5;color:#17202b;word-break:break-word">${greeting}</p>
<p class="strong" style="margin:0 0 24px;font-size:16px;line-height:1.5;color:#17202b">${words.text}</p>
<table role="presentation" class="rule" width="100%" cellpadding="0" cellspacing="0" style="border-top:1px solid #dfe4ea;border-bottom:1px solid #dfe4ea;margin:0 0 24px">
${lines.map(row)}</table>
<a class="button" href="${content.trackingUrl}" style="display:inline-block;padding:13px 24px;border-radius:8px;background-color:#0b5fd3;color:#ffffff;font-size:16px;font-weight:600;text-decoration:none">${wording.mail.button}</a>
<p class="quiet" style="margin:24px 0 0;font-size:13px;line-height:1.5;color:#5b6776;word-break:break-all">${wording.mail.openAddress}<br>${content.trackingUrl}</p>
</td></tr></table>
<p class="quiet" style="max-width:528px;margin:20px auto 0;font-size:12px;line-height:1.5;color:#5b6776;${font}">${wording.mail.why}</p>
</td></tr></table>
</body>
</html>
`;

const row = ({ label, value }: { label: string; value: string }): Html =>
  markup`<tr><td class="quiet" style="padding:10px 16px 10px 0;font-size:14px;line-height:1.4;color:#5b6776;vertical-align:top">${label}</td><td class="strong" align="right" style="padding:10px 0;font-size:14px;line-height:1.4;font-weight:600;color:#17202b;word-break:break-word">${value}</td></tr>
`;

/** One bar a node, filled as far as the parcel has come. */
const progress = (node: MessageNode): Html => {
  const filled = node === 'delivered' ? '#1b8a4b' : '#0b5fd3';
  const bars = messageNodes.map((_node, index) => {
    const colour = index <= messageNodes.indexOf(node) ? filled : '#ccd4de';
    const gap = index + 1 < messageNodes.length ? '6px' : '0';
    return markup`<td width="33%" style="padding:0 ${gap} 0 0"><div style="height:6px;border-radius:3px;background-color:${colour};font-size:0;line-height:0">&nbsp;</div></td>`;
  });
  return markup`<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>${bars}</tr></table>`;
};
