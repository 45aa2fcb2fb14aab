const storedKey = 'landfall.key';

/** A failed request as the page shows it: problem details (RFC 9457), or what comes nearest. */
export class RequestProblem extends Error {
  /** @param {{title: string, status?: number, detail?: string, errors?: object[], code?: string, traceId?: string}} problem */
  constructor(problem) {
    super(problem.title);
    this.problem = problem;
  }
}

export const apiKey = {
  get: () => sessionStorage.getItem(storedKey),
  set: (key) => sessionStorage.setItem(storedKey, key),
  forget: () => sessionStorage.removeItem(storedKey),
};

/** Takes `#key=...` out of the address, so that the key is neither bookmarked nor shared with the link. */
export const takeKeyFromAddress = () => {
  const [, key] = /^#key=([^&]+)/.exec(location.hash) ?? [];
  if (key === undefined) return;
  apiKey.set(decodeURIComponent(key));
  history.replaceState(null, '', `${location.pathname}#/overview`);
};

/** `bytes` random bytes in hexadecimal. */
const randomHex = (bytes) =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

const problemOf = async (response, traceId) => {
  const body = await response.json().catch(() => ({}));
  return {
    title: typeof body.title === 'string' ? body.title : `The request failed with status ${response.status}`,
    status: response.status,
    detail: body.detail,
    errors: body.errors ?? [],
    code: body.code,
    traceId: body.traceId ?? traceId,
  };
};

/** A request of a path under /v1. Each begins a trace of its own (W3C), so that a person can always quote a trace id. */
const request = async (method, path, { headers = {}, body, signal } = {}) => {
  const traceId = randomHex(16);
  let response;
  try {
    response = await fetch(`/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey.get() ?? ''}`,
        accept: 'application/json',
        traceparent: `00-${traceId}-${randomHex(8)}-01`,
        ...headers,
      },
      body,
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestProblem({
      title: 'The gateway cannot be reached',
      detail: 'Check the connection and that Landfall is running, then try again.',
    });
  }
  if (!response.ok) throw new RequestProblem(await problemOf(response, traceId));
  return response.status === 204 ? undefined : response.json();
};

/**
 * GET of a path under /v1; undefined and empty parameters are left away.
 * @throws RequestProblem
 */
export const get = (path, parameters = {}, signal = undefined) => {
  const query = new URLSearchParams(
    Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''),
  ).toString();
  return request('GET', `${path}${query && `?${query}`}`, { signal });
};

/** POST of a path under /v1, carried out once however often the network repeats it. @throws RequestProblem */
export const post = (path, body) =>
  request('POST', path, {
    headers: { 'content-type': 'application/json', 'idempotency-key': randomHex(16) },
    body: JSON.stringify(body),
  });

/** DELETE of a path under /v1. @throws RequestProblem */
export const remove = (path) => request('DELETE', path);
