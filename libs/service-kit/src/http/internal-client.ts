import { SurroundingsError } from '@landfall/persistence';
import { injectTraceHeaders, SpanKind, withSpan } from '@landfall/telemetry';
import type { MerchantCaller } from '../auth/caller.ts';
import type { InternalTokens } from '../auth/internal-tokens.ts';
import type { ServiceName } from '@landfall/contracts';

export interface InternalRequest {
  to: ServiceName;
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the slash on, with the query. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Speaks for this merchant instead of for the service itself. */
  onBehalfOf?: MerchantCaller;
  timeoutMillis?: number;
}

export interface InternalAnswer<Body> {
  /** Below 500. */
  status: number;
  body: Body;
}

const defaultTimeoutMillis = 5_000;

/** Answers that are no fault of the request: our own token, or the other side's load. */
const tryAgain = new Set([401, 403, 408, 425, 429]);

/** Calls our other services with a service token and the current trace. */
export class InternalClient {
  constructor(
    private readonly service: ServiceName,
    private readonly urls: Record<ServiceName, string>,
    private readonly tokens: InternalTokens,
  ) {}

  /**
   * The answer, 4xx included. Throws SurroundingsError where the other service is away, slow (5 s), overloaded or
   * broken, so that what was being processed is tried again and not blamed.
   */
  async call<Body>(request: InternalRequest): Promise<InternalAnswer<Body>> {
    const method = request.method ?? 'GET';
    const name = `${method} ${request.to}`;
    return withSpan(
      name,
      SpanKind.CLIENT,
      { 'http.request.method': method, 'peer.service': request.to },
      async (span) => {
        const answer = await this.send<Body>(method, request);
        span.setAttribute('http.response.status_code', answer.status);
        return answer;
      },
    );
  }

  /** The body of a 2xx answer, undefined for a 404; any other answer is a SurroundingsError or, 4xx, an Error. */
  async get<Body>(to: ServiceName, path: string, onBehalfOf?: MerchantCaller): Promise<Body | undefined> {
    const { status, body } = await this.call<Body>({ to, path, ...(onBehalfOf && { onBehalfOf }) });
    if (status === 404) return undefined;
    if (status >= 400) throw new Error(`${to} refused GET with ${status}`);
    return body;
  }

  private async send<Body>(method: string, request: InternalRequest): Promise<InternalAnswer<Body>> {
    const { to, path, body, onBehalfOf, timeoutMillis = defaultTimeoutMillis } = request;
    const token = await (onBehalfOf ? this.tokens.sign(onBehalfOf) : this.tokens.signService(this.service));
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
      const response = await fetch(`${this.urls[to]}${path}`, {
        method,
        headers: injectTraceHeaders(headers),
        signal: AbortSignal.timeout(timeoutMillis),
        redirect: 'error',
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.status >= 500 || tryAgain.has(response.status))
        throw new Error(`it answered ${response.status}`);
      return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
    } catch (error) {
      throw new SurroundingsError(`${method} ${to} failed: ${reasonOf(error)}`, { cause: error });
    }
  }
}

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return cause?.message ?? message ?? String(error);
};
