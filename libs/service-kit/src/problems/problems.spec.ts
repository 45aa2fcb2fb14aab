import { describe, expect, it } from '@jest/globals';
import { HttpException, InternalServerErrorException, NotFoundException } from '@nestjs/common';
import { OverloadedError } from '@landfall/messaging';
import { SurroundingsError } from '@landfall/persistence';
import { ProblemError } from './problem-error.ts';
import { conflict, tooManyRequests, unauthorized, validationFailed } from './problems.ts';
import { problemOf, toProblem } from './to-problem.ts';

describe('an error as a problem', () => {
  it('keeps what we raise ourselves', () => {
    expect(toProblem(validationFailed([{ pointer: '/a', detail: 'must be text' }]))).toEqual({
      type: 'urn:landfall:problem:validation_failed',
      title: 'The request is not valid',
      status: 400,
      code: 'validation_failed',
      detail: 'One field is wrong: see errors.',
      errors: [{ pointer: '/a', detail: 'must be text' }],
    });
    expect(toProblem(conflict('already_cancelled', 'x'))).toMatchObject({
      status: 409,
      code: 'already_cancelled',
    });
    expect(problemOf(unauthorized('x')).headers).toEqual({ 'WWW-Authenticate': 'Bearer realm="landfall"' });
    expect(problemOf(tooManyRequests(7, { 'RateLimit-Limit': '5' })).headers).toEqual({
      'Retry-After': '7',
      'RateLimit-Limit': '5',
    });
  });

  it('can be kept, whatever it quotes', () => {
    const { detail, errors } = toProblem(
      new ProblemError({
        status: 400,
        code: 'x',
        title: 'x',
        detail: 'a\0b',
        errors: [{ pointer: '/\0', detail: '\ud800' }],
      }),
    );
    expect([detail, errors]).toEqual(['a\ufffdb', [{ pointer: '/\ufffd', detail: '\ufffd' }]]);
  });

  it('maps Nest’s and Fastify’s', () => {
    const fastify = (status: number, code: string) =>
      new HttpException('x', status, { cause: Object.assign(new Error(), { code }) });
    expect(toProblem(new NotFoundException('Cannot GET /x'))).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect(toProblem(fastify(400, 'FST_ERR_CTP_INVALID_JSON_BODY'))).toMatchObject({
      code: 'malformed_json',
    });
    expect(toProblem(fastify(413, 'FST_ERR_CTP_BODY_TOO_LARGE'))).toMatchObject({ code: 'body_too_large' });
    expect(toProblem(fastify(415, 'FST_ERR_CTP_INVALID_MEDIA_TYPE'))).toMatchObject({
      code: 'unsupported_media_type',
    });
    expect(toProblem(new HttpException('short and stout', 418))).toMatchObject({
      status: 418,
      code: 'bad_request',
    });
  });

  it('tells nothing of what nobody foresaw', () => {
    for (const error of [
      new TypeError('password=hunter2'),
      new InternalServerErrorException('password=hunter2'),
      Object.assign(new Error('hunter2'), { code: '42601' }),
      'hunter2',
      undefined,
    ]) {
      const problem = toProblem(error);
      expect(problem).toMatchObject({ status: 500, code: 'internal_error' });
      expect(JSON.stringify(problem)).not.toContain('hunter2');
    }
  });

  it('asks to try again when the surroundings failed', () => {
    for (const error of [
      new SurroundingsError('order-intake is away'),
      Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      Object.assign(new Error('x'), { code: '57P01' }),
      Object.assign(new Error('x'), { code: '40P01' }),
    ]) {
      expect(problemOf(error)).toMatchObject({
        status: 503,
        code: 'unavailable',
        headers: { 'Retry-After': '1' },
      });
    }
    expect(problemOf(new OverloadedError('8 MB wait'))).toMatchObject({
      status: 503,
      code: 'overloaded',
      headers: { 'Retry-After': '1' },
    });
  });
});
