import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { OverloadedError } from '@landfall/messaging';
import { isRecordFault, isTransient, sqlState } from '@landfall/persistence';
import { ProblemError, type FieldError } from './problem-error.ts';
import { overloaded, unavailable } from './problems.ts';

/** The members of a problem details object (RFC 9457) as we write it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  instance?: string;
  errors?: readonly FieldError[];
  traceId?: string;
}

const codes: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  409: 'conflict',
  413: 'body_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  422: 'unprocessable',
  429: 'too_many_requests',
  503: 'unavailable',
};

const fastifyProblems: Record<string, { code: string; detail: string }> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'malformed_json', detail: 'The body is not JSON that can be read.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'malformed_json',
    detail: 'The body is empty: send JSON, or leave the Content-Type header away.',
  },
};

/** SQLSTATE classes that say the server is away, out of resources, or was told to stop. */
const surroundings = new Set(['08', '53', '57', '58']);

const isSurroundings = (error: unknown): boolean => {
  const state = sqlState(error);
  return state ? isTransient(error) || surroundings.has(state.slice(0, 2)) : !isRecordFault(error);
};

/** The problem that an error is answered with; for one that nobody foresaw `internal_error`, which tells nothing. */
export const problemOf = (error: unknown): ProblemError => {
  if (error instanceof ProblemError) return error;
  if (error instanceof HttpException && error.getStatus() < 500) return ofHttpException(error);
  if (isFastifyError(error) && (error.statusCode ?? 500) < 500)
    return ofFastify(error, error.statusCode ?? 400);
  if (error instanceof OverloadedError)
    return overloaded('Too much is waiting to be written. Send the request again later.');
  if (error instanceof Error && isSurroundings(error)) {
    return unavailable('unavailable', 'Something this service needs is away. Send the request again.');
  }
  return new ProblemError({
    status: 500,
    code: 'internal_error',
    title: 'Internal error',
    detail: 'The request failed for a reason of ours. It is logged under the trace id.',
  });
};

/** An error as a problem details object: also for the items of a 207. */
export const toProblem = (error: unknown): Problem => {
  const { status, code, title, detail, errors } = problemOf(error);
  return {
    type: `urn:landfall:problem:${code}`,
    title,
    status,
    code,
    ...(detail !== undefined && { detail }),
    ...(errors !== undefined && { errors }),
  };
};

const ofHttpException = (error: HttpException): ProblemError => {
  if (isFastifyError(error.cause)) return ofFastify(error.cause, error.getStatus());
  return ofStatus(error.getStatus(), error.message);
};

interface FastifyError extends Error {
  code: string;
  statusCode?: number;
}

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('FST_');

const ofFastify = ({ code, message }: FastifyError, status: number): ProblemError => {
  const known = fastifyProblems[code];
  return ofStatus(status, known?.detail ?? message, known?.code);
};

const ofStatus = (status: number, detail: string, code = codes[status] ?? 'bad_request'): ProblemError =>
  new ProblemError({ status, code, title: STATUS_CODES[status] ?? 'Bad Request', detail });
