import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** Something that arrives, and whoever waits for it. */
class Arrivals<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  add(...items: T[]): void {
    this.all.push(...items);
    for (const look of this.#waiting) look();
  }

  /** Resolves when what has arrived is accepted. */
  until(accept: (all: readonly T[]) => boolean): Promise<T[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!accept(this.all)) return;
        this.#waiting.delete(look);
        resolve([...this.all]);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** A span as OTLP/JSON carries it, with the service that made it. */
export interface ReceivedSpan {
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
}

interface OtlpTraces {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: Omit<ReceivedSpan, 'service'>[] }[];
  }[];
}

/** A collector that receives real OTLP over HTTP. */
export class CollectorStub {
  readonly spans = new Arrivals<ReceivedSpan>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const traces = JSON.parse(Buffer.concat(chunks).toString()) as OtlpTraces;
        for (const { resource, scopeSpans } of traces.resourceSpans) {
          const name = resource.attributes.find((attribute) => attribute.key === 'service.name')?.value
            .stringValue;
          this.spans.add(
            ...scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, service: name ?? '' }))),
          );
        }
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** A mailbox behind a real SMTP server. */
export class MailboxStub {
  readonly mails = new Arrivals<ParsedMail>();
  readonly #server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      void simpleParser(stream).then((mail) => {
        this.mails.add(mail);
        done();
      });
    },
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
  }
}
