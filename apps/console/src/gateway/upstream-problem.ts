import type { ServiceName } from '@landfall/contracts';
import { ProblemError, unavailable } from '@landfall/service-kit';

/** Nothing of the request reached the service. */
const neverSent = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const tooSlow = new Set(['UND_ERR_BODY_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT']);

const causesOf = (error: unknown): { code?: string }[] => {
  const causes: { code?: string }[] = [];
  for (let cause = error; cause; cause = (cause as Error).cause) causes.push(cause as { code?: string });
  return causes;
};

/** The problem to answer with when a service could not be asked: 503 unreached, 504 too slow, 502 broken off. */
export const upstreamProblem = (service: ServiceName, error: unknown): ProblemError => {
  const causes = causesOf(error);
  const own = causes.find((cause) => cause instanceof ProblemError);
  if (own) return own;
  const codes = causes.map(({ code = '' }) => code);
  if (codes.some((code) => neverSent.has(code))) {
    return unavailable('service_unavailable', `${service} does not answer. Send the request again.`);
  }
  if (codes.some((code) => tooSlow.has(code))) {
    return new ProblemError({
      status: 504,
      code: 'service_timeout',
      title: 'A service took too long',
      detail: `${service} did not answer in time. The request may have been carried out.`,
    });
  }
  return new ProblemError({
    status: 502,
    code: 'service_unavailable',
    title: 'A service broke off',
    detail: `${service} closed the connection before it answered. The request may have been carried out.`,
  });
};
