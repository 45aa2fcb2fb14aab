import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A collector that takes spans (OTLP over HTTP, JSON) and only counts them. */
export interface SpanSink {
  readonly url: string;
  /** Spans received so far. */
  spans(): number;
  close(): void;
}

export async function openSpanSink(): Promise<SpanSink> {
  let spans = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      spans += Buffer.concat(chunks).toString('latin1').split('"startTimeUnixNano"').length - 1;
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => spans,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
