import { describe, expect, it } from '@jest/globals';
import { messageNodes } from '@landfall/contracts';
import { wordings, type Locale } from '../wording/locale.ts';
import { composeMail, type MailContent } from './compose-mail.ts';

const trackingUrl = 'https://parcels.example/t/abcdefgh';
const content = (changes: Partial<MailContent> = {}): MailContent => ({
  node: 'dispatched',
  orderNumber: 'A-1001',
  buyerName: 'Anna Müller',
  trackingUrl,
  arrival: {
    state: 'in_transit',
    reached: { dispatched: new Date('2026-03-20T08:00:00Z'), out_for_delivery: null, delivered: null },
    estimate: { p10: '2026-03-24T00:00:00Z', p90: '2026-03-26T00:00:00Z' },
    promisedAt: new Date('2026-03-27T22:00:00Z'),
  },
  ...changes,
});

describe.each(Object.keys(wordings) as Locale[])('mails in %s', (locale) => {
  it.each(messageNodes)('tell that a parcel is %s, in text and HTML alike', (node) => {
    const mail = composeMail(content({ node }), wordings[locale]);
    const words = wordings[locale].mail.nodes[node];
    expect(mail.subject).toContain('A-1001');
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain(words.heading);
      expect(body).toContain(words.text);
      expect(body).toContain('Anna Müller');
      expect(body).toContain('A-1001');
      expect(body).toContain(trackingUrl);
      expect(body).toContain(wordings[locale].arrival.expected);
      expect(body).not.toMatch(/\{\w+\}|undefined|null|Invalid/);
    }
    expect(mail.html).toContain(`<html lang="${wordings[locale].tag}">`);
  });
});

describe('a mail', () => {
  const en = wordings.en;

  it('names the days of the estimate and of the promise', () => {
    const { text } = composeMail(content(), en);
    expect(text).toMatch(/Expected: Tue, Mar 24\s–\sThu, Mar 26/);
    expect(text).toContain('Promised by: Fri, Mar 27');
  });

  it('greets without a name where there is none', () => {
    expect(composeMail(content({ buyerName: null }), en).text).toMatch(/^Hello,\n/);
    expect(composeMail(content({ buyerName: ' \r\n ' }), en).text).toMatch(/^Hello,\n/);
  });

  it('escapes what merchants and buyers typed', () => {
    const { html, subject } = composeMail(
      content({ buyerName: '<img src=x onerror=alert(1)>', orderNumber: '"><script>\r\nBcc: a@b.example' }),
      en,
    );
    expect(html).not.toMatch(/<img|<script/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(subject).not.toMatch(/[\r\n]/);
  });

  it('stays small however long a name is', () => {
    const { text } = composeMail(content({ buyerName: 'x'.repeat(1_000_000) }), en);
    expect(text.length).toBeLessThan(1_000);
  });
});
