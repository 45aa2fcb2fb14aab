import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@landfall/service-kit';
import { createTransport } from 'nodemailer';
import type { NotificationsConfig } from '../notifications.settings.ts';
import type { ComposedMail } from './compose-mail.ts';

/** Mails handed over side by side: one connection each. */
export const smtpConnections = 5;

/** Milliseconds. A mail that is not taken in `handOver` is given up for now; the lease is longer than that. */
const limits = { connect: 5_000, greeting: 5_000, silence: 10_000, handOver: 15_000 };

export interface AddressedMail extends ComposedMail {
  /** The message's id: two mails of one message carry the same Message-ID. */
  id: string;
  to: { name: string; address: string };
  date: Date;
}

/** Hands mails over by SMTP. */
@Injectable()
export class Mailer {
  private readonly transport;
  private readonly messageIdHost: string;

  constructor(@Inject(CONFIG) private readonly config: NotificationsConfig) {
    this.messageIdHost = /@([\w.-]+)>?$/.exec(config.MAIL_FROM)?.[1] ?? 'localhost';
    this.transport = createTransport({
      url: config.SMTP_URL,
      pool: true,
      maxConnections: smtpConnections,
      maxRequeues: 1,
      connectionTimeout: limits.connect,
      greetingTimeout: limits.greeting,
      socketTimeout: limits.silence,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** Resolves when the server has taken the mail. @throws the SMTP client's error: see smtpFailure */
  async send(mail: AddressedMail): Promise<void> {
    await this.transport.sendMail({
      from: this.config.MAIL_FROM,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      date: mail.date,
      messageId: `<${mail.id}@${this.messageIdHost}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.timeout(limits.handOver),
    });
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}
