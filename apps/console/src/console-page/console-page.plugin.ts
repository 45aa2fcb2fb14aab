import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readPageFiles, type PageFile } from './page-files.ts';

/** Nothing from elsewhere, nothing inline, no text that becomes markup. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
  vary: 'accept-encoding',
};

const encodingOf = (request: FastifyRequest): keyof PageFile['bodies'] => {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
};

const sendFile = (file: PageFile, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  void reply.headers({ ...headers, etag: file.etag });
  if (request.headers['if-none-match'] === file.etag) return reply.status(304).send();
  const encoding = encodingOf(request);
  if (encoding !== 'identity') void reply.header('content-encoding', encoding);
  return reply.type(file.type).send(file.bodies[encoding]);
};

/** Serves the console page at `/` and what it is made of beside it. */
export const registerConsolePage = async (server: FastifyInstance, folder: string): Promise<void> => {
  for (const file of await readPageFiles(folder)) {
    server.get(file.path, (request, reply) => sendFile(file, request, reply));
  }
};
