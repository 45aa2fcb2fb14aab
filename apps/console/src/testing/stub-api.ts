import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { registerConsolePage } from '../console-page/console-page.plugin.ts';
import { publicFolder } from '../console-page/public-folder.ts';
import {
  stubExceptions,
  stubParcel,
  stubParcels,
  stubRoutes,
  stubScorecards,
  stubSummaries,
  stubUnmappedCodes,
} from './stub-data.ts';

export const stubKey = 'lf_test_0123456789';
export const stubTraceId = '4bf92f3577b34da6a3ce929d0e0e4736';

/** What the next answers are made of. */
export interface StubState {
  /** A merchant who has just begun: every list is empty. */
  empty: boolean;
  /** Every request under /v1 fails with this status. */
  failing: number | undefined;
  /** What has been said that codes mean. */
  mapped: (StubMapping & Record<string, unknown>)[];
}

interface StubMapping {
  sender: string;
  code: string;
}

type Query = Record<string, string | undefined>;

const problem = (reply: FastifyReply, status: number, title: string, detail: string) =>
  reply
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ title, status, code: 'from_the_stub', detail, traceId: stubTraceId }));

/** The console page with an API behind it that answers by the contract from fixed data. */
export const startStubApi = async () => {
  const state: StubState = { empty: false, failing: undefined, mapped: [] };
  const server = Fastify();
  await registerConsolePage(server, publicFolder);

  server.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/v1/')) return undefined;
    if (request.headers.authorization !== `Bearer ${stubKey}`)
      return problem(reply, 401, 'Authentication is needed', 'The API key is not known.');
    if (state.failing)
      return problem(
        reply,
        state.failing,
        'Not available at the moment',
        'exception-detection does not answer.',
      );
    return undefined;
  });

  const page = <Item>(items: readonly Item[], { cursor = '0', limit = '50' }: Query) => {
    const all = state.empty ? [] : items;
    const end = Number(cursor) + Number(limit);
    return { data: all.slice(Number(cursor), end), nextCursor: end < all.length ? String(end) : null };
  };
  const answer = (path: string, of: (query: Query) => unknown) =>
    server.get(path, async (request: FastifyRequest) => of(request.query as Query));

  answer('/v1/parcels/summary', () => (state.empty ? { byState: {} } : stubSummaries.parcels));
  answer('/v1/exceptions/summary', () => (state.empty ? { byCode: [] } : stubSummaries.exceptions));
  answer('/v1/parcels', (query) =>
    page(
      stubParcels.filter(
        (parcel) =>
          (!query['state'] || parcel.state === query['state']) &&
          (!query['country'] || parcel.destinationCountry === query['country']) &&
          (!query['trackingNumber'] ||
            parcel.trackingNumbers.some(({ trackingNumber }) => trackingNumber === query['trackingNumber'])),
      ),
      query,
    ),
  );
  server.get<{ Params: { id: string } }>(
    '/v1/parcels/:id',
    async ({ params }, reply) =>
      stubParcel(params.id) ?? problem(reply, 404, 'Not found', 'The parcel does not exist.'),
  );
  answer('/v1/exceptions', (query) =>
    page(
      stubExceptions.filter(
        (exception) =>
          (!query['state'] || exception.state === query['state']) &&
          (!query['code'] || exception.code === query['code']),
      ),
      query,
    ),
  );
  answer('/v1/routes', (query) => page(stubRoutes, query));
  answer('/v1/scorecards', (query) => page(query['by'] === 'lane' ? stubScorecards : [], query));

  answer('/v1/unmapped-codes', (query) =>
    page(
      stubUnmappedCodes.filter(
        ({ sender, code }) => !state.mapped.some((one) => one.sender === sender && one.code === code),
      ),
      query,
    ),
  );
  answer('/v1/code-mappings', (query) => page(state.mapped, query));
  server.post<{ Body: StubMapping }>('/v1/code-mappings', async ({ body }) => {
    const mapping = { id: '019d0000-0000-7000-8000-000000000001', mappedAt: '2026-03-06T12:00:00Z' };
    state.mapped = [
      { leg: null, reason: null, noScan: false, parcels: 0, correctedParcels: 0, ...mapping, ...body },
    ];
    return { ...state.mapped[0], readingAnew: true };
  });
  // The second time it is asked, all has been read anew.
  let asked = 0;
  server.get('/v1/code-mappings/:id', async () => {
    asked += 1;
    state.mapped = state.mapped.map((one) => ({ ...one, parcels: asked * 12, correctedParcels: asked * 11 }));
    return { ...state.mapped[0], readingAnew: asked < 2 };
  });
  server.delete('/v1/code-mappings/:id', async (_request, reply) => {
    state.mapped = [];
    return reply.status(204).send();
  });

  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, state, close: () => server.close() };
};
