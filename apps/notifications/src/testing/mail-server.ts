import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server for specs: keeps what it takes, refuses recipients as told. */
export interface MailServer {
  url: string;
  mails: ParsedMail[];
  /** What the server answers to an address instead of taking mail for it. */
  refusals: Map<string, number>;
  /** How often an address was refused. */
  refused(address: string): number;
  close(): Promise<void>;
}

export const startMailServer = async (): Promise<MailServer> => {
  const mails: ParsedMail[] = [];
  const refusals = new Map<string, number>();
  const refused: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      const code = refusals.get(address);
      if (code === undefined) return done();
      refused.push(address);
      done(Object.assign(new Error(`not now, ${address}`), { responseCode: code }));
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refusals,
    refused: (address) => refused.filter((one) => one === address).length,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
