import { ProblemError, type FieldError } from './problem-error.ts';

/** 400: the request has fields that are wrong. */
export const validationFailed = (errors: readonly FieldError[]): ProblemError =>
  new ProblemError({
    status: 400,
    code: 'validation_failed',
    title: 'The request is not valid',
    detail: `${errors.length === 1 ? 'One field is' : `${errors.length} fields are`} wrong: see errors.`,
    errors,
  });

/** 400 with a code of its own. */
export const badRequest = (code: string, detail: string): ProblemError =>
  new ProblemError({ status: 400, code, title: 'The request is not valid', detail });

/** 401: no credentials, or credentials that do not hold. */
export const unauthorized = (detail: string, challenge = 'Bearer realm="landfall"'): ProblemError =>
  new ProblemError({
    status: 401,
    code: 'unauthorized',
    title: 'Authentication is needed',
    detail,
    headers: { 'WWW-Authenticate': challenge },
  });

/** 403: known, but not allowed. */
export const forbidden = (detail: string, code = 'forbidden'): ProblemError =>
  new ProblemError({ status: 403, code, title: 'Not allowed', detail });

/** 404: nothing here that this caller may see. */
export const notFound = (what: string): ProblemError =>
  new ProblemError({ status: 404, code: 'not_found', title: 'Not found', detail: `${what} does not exist.` });

/** 409: the request contradicts the present state. */
export const conflict = (code: string, detail: string): ProblemError =>
  new ProblemError({ status: 409, code, title: 'The request conflicts with the present state', detail });

/** 413: the body, or a list in it, is too large. */
export const tooLarge = (detail: string): ProblemError =>
  new ProblemError({ status: 413, code: 'body_too_large', title: 'The request is too large', detail });

/** 422: well formed, but it cannot be done. */
export const unprocessable = (code: string, detail: string, errors?: readonly FieldError[]): ProblemError =>
  new ProblemError({ status: 422, code, title: 'The request cannot be carried out', detail, errors });

/** 429: ask again after so many seconds. Further headers, such as RateLimit-*, are added to the answer. */
export const tooManyRequests = (
  retryAfterSeconds: number,
  headers: Record<string, string> = {},
): ProblemError =>
  new ProblemError({
    status: 429,
    code: 'too_many_requests',
    title: 'Too many requests',
    detail: `Try again in ${retryAfterSeconds} s.`,
    headers: { ...headers, 'Retry-After': String(retryAfterSeconds) },
  });

/** 503: too much is under way already. */
export const overloaded = (detail: string): ProblemError => unavailable('overloaded', detail);

/** 503: not now; the same request may be sent again after so many seconds. */
export const unavailable = (code: string, detail: string, retryAfterSeconds = 1): ProblemError =>
  new ProblemError({
    status: 503,
    code,
    title: 'Not available at the moment',
    detail,
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });
