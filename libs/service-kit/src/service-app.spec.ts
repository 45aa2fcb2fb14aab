import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Module,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
  type RawBodyRequest,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiProperty } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { context, propagation, trace } from '@opentelemetry/api';
import {
  createLogger,
  currentTraceId,
  injectTraceHeaders,
  startTelemetry,
  type Logger,
} from '@landfall/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MerchantCaller } from './auth/caller.ts';
import { RequireService, Scopes } from './auth/guards.ts';
import { InternalTokens } from './auth/internal-tokens.ts';
import { Merchant } from './auth/merchant.decorator.ts';
import { Clock } from './clock/clock.ts';
import { baseSettings } from './config/base-config.ts';
import { defineConfig } from './config/define-config.ts';
import { createServiceApp, openApiInfoOf } from './create-service-app.ts';
import { handOverRawBodies } from './requests/raw-body.ts';
import { HealthChecks } from './health/health-checks.ts';
import { ApiIdempotencyKey, IdempotencyKey } from './idempotency/idempotency-key.decorator.ts';
import { sendAnswer } from './idempotency/idempotent-requests.ts';
import { buildOpenApi } from './openapi/build-open-api.ts';
import { PageQuery } from './pagination/page.ts';
import { conflict } from './problems/problems.ts';
import { BodyLimit, mebibyte } from './requests/body-limit.ts';
import { OpenRequests } from './requests/open-requests.ts';
import { LOGGER } from './service-kit.module.ts';
import { Integer, ListOf, Money, MoneyField, OneOf, Text } from './validation/fields.ts';
import { IdParam } from './validation/id-param.decorator.ts';

class Line {
  @Text({ max: 64 }) sku!: string;
  @Integer({ min: 1, max: 1_000 }) quantity!: number;
  @MoneyField({ optional: true }) unitPrice?: Money;
}

class PlaceOrder {
  @Text({ max: 64, description: 'The shop’s own number.' }) externalId!: string;
  @OneOf(['DDP', 'DAP'], { optional: true, nullable: true }) terms?: string | null;
  @ListOf(() => Line, { min: 1, max: 500 }) items!: Line[];
}

class PlacedOrder {
  @ApiProperty() id!: string;
}

const merchant: MerchantCaller = {
  merchantId: '018f3c2e-7b1a-7c3d-8e4f-0123456789ab',
  scopes: ['orders:write'],
  keyId: 'k1',
};

@Controller('v1/orders')
class OrdersController {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    readonly clock: Clock,
  ) {}

  @Post()
  @Scopes('orders:write')
  @ApiIdempotencyKey()
  @ApiCreatedResponse({ type: PlacedOrder })
  place(
    @Body() body: PlaceOrder,
    @Merchant() caller: MerchantCaller,
    @IdempotencyKey() key: string | undefined,
  ) {
    this.logger.info('placed');
    return { id: body.externalId, merchantId: caller.merchantId, key, isOrder: body instanceof PlaceOrder };
  }

  @Get()
  list(@Query() query: PageQuery) {
    return query;
  }

  @Get('failures/unforeseen')
  fail() {
    throw new TypeError('password=hunter2');
  }

  @Get('failures/foreseen')
  refuse() {
    throw conflict('already_cancelled', 'The order is cancelled.');
  }

  @Get(':id')
  read(@IdParam('id') id: string) {
    return { id };
  }

  @Post('again')
  again(@Res({ passthrough: true }) reply: FastifyReply) {
    return sendAnswer(reply, { status: 202, body: { id: 'first' }, replayed: true });
  }

  @Post('large')
  @HttpCode(200)
  @BodyLimit(2 * mebibyte)
  large(@Req() request: RawBodyRequest<FastifyRequest>) {
    return { bytes: request.rawBody?.length, trace: currentTraceId(), headers: injectTraceHeaders({}) };
  }
}

@Controller('internal')
class InternalController {
  @Get('buyers')
  @UseGuards(RequireService)
  buyers() {
    return [];
  }
}

@Module({ controllers: [OrdersController, InternalController] })
class TinyModule {}

const lines: string[] = [];
const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const config = defineConfig(baseSettings('order-intake')).load({ MAX_OPEN_REQUESTS: '2' });
const make = (preview = false) =>
  createServiceApp({
    name: 'order-intake',
    config,
    module: TinyModule,
    logger: createLogger('order-intake', { write: (line) => void lines.push(line) }),
    configure: handOverRawBodies,
    preview,
  });

const order = {
  externalId: 'S-1',
  items: [{ sku: 'A', quantity: 1, unitPrice: { amount: '1.50', currency: 'USD' } }],
};
let app: NestFastifyApplication;
let token: string;

beforeAll(async () => {
  startTelemetry({ service: 'order-intake' });
  app = await make();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  token = await app.get(InternalTokens).sign(merchant);
});

afterAll(async () => {
  await app.close();
  trace.disable();
  context.disable();
  propagation.disable();
});

beforeEach(() => void (lines.length = 0));

const post = (payload: string | Buffer | object, headers: Record<string, string> = {}, url = '/v1/orders') =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    payload,
  });

describe('a service', () => {
  it('answers a good request', async () => {
    const response = await post(order, { 'idempotency-key': 'k' });
    expect(response.statusCode).toBe(201);
    expect(response.json()).toEqual({ id: 'S-1', merchantId: merchant.merchantId, key: 'k', isOrder: true });
  });

  it('answers with problems that name every wrong field', async () => {
    const response = await post({ externalId: 5, colour: 'red', items: [{ sku: 'A', quantity: '2', x: 1 }] });
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json');
    const problem = response.json<{ traceId?: string; errors: { pointer: string }[] }>();
    expect(problem).toMatchObject({
      type: 'urn:landfall:problem:validation_failed',
      status: 400,
      code: 'validation_failed',
      instance: '/v1/orders',
    });
    expect(problem.errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/colour',
      '/externalId',
      '/items/0/quantity',
      '/items/0/x',
    ]);
  });

  it.each<[string, string, number, string]>([
    ['malformed JSON', '{"externalId":', 400, 'malformed_json'],
    ['no body', '', 400, 'malformed_json'],
    ['a poisoned prototype', '{"__proto__":{"admin":true}}', 400, 'validation_failed'],
    ['a key that is given twice', '{"externalId":"1","externalId":"2"}', 400, 'repeated_key'],
    ['an object in too many others', '{"a":'.repeat(1_000) + '1' + '}'.repeat(1_000), 400, 'too_deep'],
    ['a list for an object', '[]', 400, 'validation_failed'],
    ['a body over the limit', JSON.stringify({ externalId: 'x'.repeat(mebibyte) }), 413, 'body_too_large'],
  ])('refuses %s', async (_what, payload, status, code) => {
    const response = await post(payload);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.json()).toMatchObject({ status, code });
  });

  it('refuses JSON that is not in UTF-8: letters would be lost', async () => {
    const gbk = Buffer.concat([
      Buffer.from('{"externalId":"'),
      Buffer.from([0xb1, 0xb1, 0xbe, 0xa9]),
      Buffer.from('"}'),
    ]);
    expect((await post(gbk)).json()).toMatchObject({ status: 400, code: 'wrong_encoding' });
  });

  it('refuses a media type it does not read', async () => {
    const response = await post('a=1', { 'content-type': 'text/csv' });
    expect(response.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it('lets single routes take more, and shows their raw bytes', async () => {
    const payload = ` {"text": "${'x'.repeat(1.5 * mebibyte)}"}`;
    expect((await post(payload, {}, '/v1/orders/large')).json()).toMatchObject({ bytes: payload.length });
    expect((await post(`"${'x'.repeat(2 * mebibyte)}"`, {}, '/v1/orders/large')).statusCode).toBe(413);
  });

  it.each(['/v1/nothing', '/v1/orders/not-a-uuid', '/v1/orders/%2e%2e', '/internal'])(
    'answers 404 for %s',
    async (url) => {
      const response = await app.inject({ url });
      expect(response.json()).toMatchObject({ status: 404, code: 'not_found' });
      expect(response.headers['content-type']).toBe('application/problem+json');
    },
  );

  it('answers a URL that cannot be read', async () => {
    const response = await app.inject({ url: '/v1/orders/%zz' });
    expect(response.json()).toMatchObject({ status: 400, code: 'bad_request' });
  });

  it('reads queries', async () => {
    expect((await app.inject({ url: '/v1/orders?limit=7' })).json()).toEqual({ limit: 7 });
    expect((await app.inject({ url: '/v1/orders?limit=7&colour=red' })).json()).toMatchObject({
      errors: [{ pointer: '/colour' }],
    });
  });

  it('marks a stored answer', async () => {
    const response = await post('{}', {}, '/v1/orders/again');
    expect([response.statusCode, response.headers['idempotency-replayed']]).toEqual([202, 'true']);
  });

  it('tells nothing of an error that nobody foresaw, and logs it', async () => {
    const response = await app.inject({ url: '/v1/orders/failures/unforeseen' });
    expect(response.json()).toMatchObject({ status: 500, code: 'internal_error' });
    expect(response.body).not.toContain('hunter2');
    expect(logged()).toMatchObject([
      { level: 'error', route: '/v1/orders/failures/unforeseen', err: { message: 'password=hunter2' } },
    ]);
    expect((await app.inject({ url: '/v1/orders/failures/foreseen' })).json()).toMatchObject({
      status: 409,
      code: 'already_cancelled',
    });
    expect(lines).toHaveLength(1);
  });
});

describe('authentication', () => {
  it.each([undefined, 'Bearer', 'Basic abc', 'Bearer not.a.token'])('refuses %j', async (authorization) => {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
    const response = await app.inject({ method: 'POST', url: '/v1/orders', headers, payload: order });
    expect(response.json()).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(response.headers['www-authenticate']).toMatch(/^Bearer realm="landfall"/);
  });

  it('asks for scopes, and keeps merchants and services apart', async () => {
    const tokens = app.get(InternalTokens);
    const weak = `Bearer ${await tokens.sign({ ...merchant, scopes: ['orders:read'] })}`;
    const service = `Bearer ${await tokens.signService('notifications')}`;
    expect((await post(order, { authorization: weak })).json()).toMatchObject({
      status: 403,
      code: 'missing_scope',
    });
    expect((await post(order, { authorization: service })).json()).toMatchObject({ status: 403 });
    const buyers = (authorization: string) =>
      app.inject({ url: '/internal/buyers', headers: { authorization } });
    expect((await buyers(service)).statusCode).toBe(200);
    expect((await buyers(`Bearer ${token}`)).statusCode).toBe(403);
  });
});

describe('a trace', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

  it('goes from the request’s headers to the handler, its log lines and its calls', async () => {
    const response = await post('{"a":1}', { traceparent }, '/v1/orders/large');
    expect(response.json()).toMatchObject({
      trace: traceId,
      headers: { traceparent: expect.stringContaining(traceId) },
    });
    await post(order, { traceparent });
    expect(logged()).toMatchObject([{ msg: 'placed', trace_id: traceId }]);
  });

  it('survives a body that arrives in pieces on a real connection', async () => {
    await app.listen(0, '127.0.0.1');
    const body = Readable.toWeb(Readable.from([Buffer.from('{"a":'), Buffer.from('1}')])) as ReadableStream;
    const response = await fetch(`${await app.getUrl()}/v1/orders/large`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(await response.json()).toMatchObject({ trace: traceId, bytes: 7 });
  });

  it('is named in problems', async () => {
    const response = await app.inject({ url: '/v1/nothing', headers: { traceparent } });
    expect(response.json()).toMatchObject({ traceId });
  });
});

describe('health', () => {
  it('tells whether the service lives and is ready, and why not', async () => {
    expect((await app.inject({ url: '/health/live' })).json()).toEqual({ status: 'ok' });
    const checks = app.get(HealthChecks);
    checks.add('database', async () => undefined);
    expect((await app.inject({ url: '/health/ready' })).json()).toEqual({
      status: 'ok',
      checks: { accepting: true, database: true },
    });
    checks.add('database', () => Promise.reject(new Error('password=hunter2')));
    const response = await app.inject({ url: '/health/ready' });
    expect([response.statusCode, response.json()]).toEqual([
      503,
      { status: 'unavailable', checks: { accepting: true, database: false } },
    ]);
  });

  it('shows figures that Prometheus reads', async () => {
    const { body, headers } = await app.inject({ url: '/metrics' });
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(body).toMatch(/^landfall_http_open_requests 0$/m);
    const unread = body
      .split('\n')
      .filter((line) => !/^(# (HELP|TYPE) .+|[a-z_0-9]+ [\d.e+-]+)?$/.test(line));
    expect(unread).toEqual([]);
  });
});

describe('open requests', () => {
  it('are limited', async () => {
    const requests = app.get(OpenRequests);
    const releases = [requests.begin(), requests.begin()];
    const refused = await app.inject({ url: '/v1/orders' });
    expect(refused.json()).toMatchObject({ status: 503, code: 'overloaded' });
    expect(refused.headers['retry-after']).toBe('1');
    expect((await app.inject({ url: '/health/live' })).statusCode).toBe(200);
    for (const release of releases) release();
    expect((await app.inject({ url: '/v1/orders' })).statusCode).toBe(200);
    expect(requests.open).toBe(0);
  });
});

describe('the OpenAPI document', () => {
  interface Schema {
    type?: unknown;
    properties?: Record<string, Schema>;
    required?: string[];
    [more: string]: unknown;
  }
  interface Document {
    openapi: string;
    paths: Record<string, Record<string, Record<string, unknown>>>;
    components: { schemas: Record<string, Schema> };
  }

  it('is served as 3.1, with the fields’ rules and problems', async () => {
    const document = (await app.inject({ url: '/openapi.json' })).json<Document>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/v1/orders/{id}');
    expect(Object.keys(document.paths).filter((path) => /health|metrics/.test(path))).toEqual([]);
    const place = document.paths['/v1/orders']?.['post'];
    expect(place?.['security']).toEqual([{ bearer: [] }]);
    expect(place?.['responses']).toMatchObject({
      201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/PlacedOrder' } } } },
      default: {
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } },
      },
    });
    const { PlaceOrder: body, Line: line, Money: money } = document.components.schemas;
    expect(body?.required).toEqual(['externalId', 'items']);
    expect(body?.properties).toEqual({
      externalId: { type: 'string', minLength: 1, maxLength: 64, description: 'The shop’s own number.' },
      terms: expect.objectContaining({ type: ['string', 'null'] }),
      items: { type: 'array', minItems: 1, maxItems: 500, items: { $ref: '#/components/schemas/Line' } },
    });
    expect(line?.properties?.['quantity']).toEqual({ type: 'integer', minimum: 1, maximum: 1_000 });
    expect(line?.properties?.['unitPrice']).toEqual({ $ref: '#/components/schemas/Money' });
    expect(money?.required).toEqual(['amount', 'currency']);
  });

  it('refers to nothing that is not there', async () => {
    const { body } = await app.inject({ url: '/openapi.json' });
    const { schemas } = (JSON.parse(body) as Document).components;
    const references = [...body.matchAll(/"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name ?? '');
    expect(references.length).toBeGreaterThan(4);
    expect(references.filter((name) => !(name in schemas))).toEqual([]);
  });

  it('is the same in preview, where nothing is made', async () => {
    const preview = await make(true);
    const document = (await app.inject({ url: '/openapi.json' })).json<Document>();
    expect(JSON.parse(JSON.stringify(buildOpenApi(preview, openApiInfoOf('order-intake'))))).toEqual(
      document,
    );
    expect(lines).toEqual([]);
  });

  it('has a page for people', async () => {
    const page = await app.inject({ url: '/docs' });
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('swagger-ui');
    expect((await app.inject({ url: '/docs/swagger-ui.css' })).statusCode).toBe(200);
  });
});
