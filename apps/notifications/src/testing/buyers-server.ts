import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface BuyerOfTest {
  reference: string;
  name?: string;
  email?: string;
  locale?: string;
  consent?: { email?: boolean; sms?: boolean };
}

/** Answers look-ups of buyers as order-intake does. */
export interface BuyersServer {
  url: string;
  buyers: Map<string, BuyerOfTest>;
  /** While true, every look-up is answered 503. */
  away: boolean;
  lookups: { merchantId: string; references: string[] }[];
  close(): Promise<void>;
}

export const startBuyersServer = async (): Promise<BuyersServer> => {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as BuyersServer['lookups'][number];
      state.lookups.push(asked);
      const found = asked.references.flatMap((reference) => state.buyers.get(reference) ?? []);
      const known = request.url === '/internal/buyers/lookup' && request.headers.authorization;
      response.writeHead(state.away ? 503 : known ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ buyers: found }));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: BuyersServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    buyers: new Map(),
    away: false,
    lookups: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return state;
};
