import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { createLogger } from './logger.ts';
import { NestLogger } from './nest-logger.ts';

const lines: string[] = [];
const destination = { write: (line: string) => void lines.push(line) };
const written = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const span = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', traceFlags: 1 };
const configured = process.env['LOG_LEVEL'];

beforeEach(() => {
  lines.length = 0;
  delete process.env['LOG_LEVEL'];
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});

afterEach(() => {
  context.disable();
  if (configured === undefined) delete process.env['LOG_LEVEL'];
  else process.env['LOG_LEVEL'] = configured;
});

describe('the logger', () => {
  it('writes JSON lines with the service and the current trace', () => {
    const logger = createLogger('notifications', destination);
    context.with(trace.setSpanContext(context.active(), span), () =>
      logger.info({ sent: 3 }, 'messages sent'),
    );
    logger.warn('outside of a trace');

    const [inside, outside] = written();
    expect(inside).toMatchObject({
      level: 'info',
      service: 'notifications',
      sent: 3,
      msg: 'messages sent',
      trace_id: span.traceId,
      span_id: span.spanId,
    });
    expect(String(inside?.['time'])).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(outside).not.toHaveProperty('trace_id');
  });

  it('follows LOG_LEVEL, and `info` where that is no level', () => {
    process.env['LOG_LEVEL'] = 'error';
    createLogger('notifications', destination).warn('too low');
    process.env['LOG_LEVEL'] = 'loud';
    const logger = createLogger('notifications', destination);
    logger.debug('too low');
    logger.info('written');

    expect(written().map((line) => line['msg'])).toEqual(['written']);
  });

  it('serves Nest: context names, stacks, errors and objects', () => {
    const logger = new NestLogger(createLogger('notifications', destination));
    const error = new Error('broken');
    logger.log('started', 'OrderIntake');
    logger.log('mapped a route', 'RouterExplorer');
    logger.error('failed', error.stack, 'Router');
    logger.error(error, 'Router');
    logger.warn({ retries: 2 });

    expect(written()).toMatchObject([
      { level: 'info', msg: 'started', context: 'OrderIntake' },
      { level: 'error', msg: 'failed', context: 'Router', stack: error.stack },
      { level: 'error', msg: 'broken', context: 'Router', err: { message: 'broken' } },
      { level: 'warn', details: { retries: 2 } },
    ]);
  });
});
