import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG } from '@landfall/service-kit';
import { extractTraceContext, recordFailure, SpanKind, withSpan } from '@landfall/telemetry';
import { judge } from '../decide-messages/decide-messages.ts';
import type { NotificationsConfig } from '../notifications.settings.ts';
import type { Ending } from '../persistence/messages.store.ts';
import { trackingToken } from '../tracking-page/tracking-token.ts';
import { localeFor, wordings, type Locale } from '../wording/locale.ts';
import type { Buyer } from './buyers.client.ts';
import { composeMail } from './compose-mail.ts';
import { Mailer } from './mailer.ts';
import { backOffSeconds, maxAttempts, smtpFailure } from './smtp-failure.ts';
import { TakenMessages, type Errand } from './taken-messages.ts';

type Outcome = Ending | { status: 'refused'; afterSeconds: number };

/** Whatever the mail server makes of it: no line break, one @, no longer than RFC 5321 allows. */
const address = /^[^\s@<>,;:"()]{1,64}@[^\s@<>,;:"()]{1,189}$/;

/** Sends one message, continuing the trace of the event that caused it, and records what became of it. */
@Injectable()
export class SendMessageHandler {
  constructor(
    private readonly taken: TakenMessages,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: NotificationsConfig,
  ) {}

  /**
   * A crash between the server's answer and the record of it sends the mail again: SMTP knows no transactions. The
   * repeat carries the same Message-ID.
   * @param buyer undefined where order-intake does not know the buyer (any more)
   * @throws Error when the outcome cannot be recorded; the message is then taken again after its lease
   */
  handle(errand: Errand, buyer: Buyer | undefined): Promise<void> {
    const { message, parcel } = errand;
    const attributes = {
      'messaging.message.id': message.id,
      'landfall.parcel.id': message.parcelId,
      'landfall.message.node': message.node,
    };
    const work = async (): Promise<void> => {
      const locale = localeFor(buyer?.locale ?? null, parcel.registration.destinationCountry);
      const outcome = await this.attempt(errand, buyer, locale);
      if (outcome.status === 'refused')
        await this.taken.giveBack(message.merchantId, [message], outcome.afterSeconds, true);
      else await this.taken.end(message, locale, outcome, this.clock.now());
    };
    return withSpan('send mail', SpanKind.CLIENT, attributes, work, {
      parent: extractTraceContext(message.trace),
    });
  }

  private async attempt(
    { message, parcel }: Errand,
    buyer: Buyer | undefined,
    locale: Locale,
  ): Promise<Outcome> {
    const { tracking, registration } = parcel;
    const verdict = tracking ? judge(message.node, tracking, this.clock.now()) : 'withdrawn';
    if (!tracking || verdict !== 'send') return { status: 'suppressed', reason: verdict };
    if (!buyer?.email || !address.test(buyer.email)) return { status: 'suppressed', reason: 'no_address' };
    if (!buyer.mayMail) return { status: 'suppressed', reason: 'no_consent' };
    const token = trackingToken(this.config.TRACKING_PAGE_SECRET, parcel.parcelId);
    const content = {
      node: message.node,
      orderNumber: registration.externalOrderId,
      buyerName: buyer.name,
      trackingUrl: `${this.config.PUBLIC_URL}/t/${token}`,
      arrival: { ...tracking, promisedAt: registration.promisedAt },
    };
    const mail = {
      ...composeMail(content, wordings[locale]),
      id: message.id,
      to: { name: buyer.name ?? '', address: buyer.email },
      date: this.clock.now(),
    };
    return this.send(mail, message.attempts + 1);
  }

  private send(mail: Parameters<Mailer['send']>[0], attempt: number): Promise<Outcome> {
    return withSpan('SMTP', SpanKind.CLIENT, {}, async (span): Promise<Outcome> => {
      try {
        await this.mailer.send(mail);
        return { status: 'sent', sentAt: this.clock.now() };
      } catch (error) {
        recordFailure(span, error);
        const { permanent, reason } = smtpFailure(error);
        if (permanent || attempt >= maxAttempts) return { status: 'failed', reason };
        return { status: 'refused', afterSeconds: backOffSeconds(attempt) };
      }
    });
  }
}
