import type { RawAnswer } from './read-answer.ts';
import type { CarrierRequest } from './request-of.ts';

/** A call that brought no answer; the reason is a word for logs and figures. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';

  constructor(readonly reason: string) {
    super(`the carrier could not be asked: ${reason}`);
  }
}

export interface CallLimits {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/**
 * Sends one request. Redirects are not followed, and an answer that is too long or too slow is given up: a carrier leads us
 * nowhere but to the address in the operator's file, and holds nothing for longer than that file says.
 * @throws CallFailed
 * @throws the signal's reason where that ends it
 */
export const callCarrier = async (
  { url, body, ...request }: CarrierRequest,
  { timeoutMs, maxAnswerBytes }: CallLimits,
  signal: AbortSignal,
): Promise<RawAnswer> => {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(url, {
      ...request,
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
    });
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      body: await bytesOf(answer, maxAnswerBytes),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CallFailed) throw error;
    throw new CallFailed(limit.aborted ? 'timeout' : codeOf(error));
  }
};

const bytesOf = async ({ body }: Response, most: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += (chunk as Uint8Array).length;
    if (length > most) throw new CallFailed('too_large');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
};

const codeOf = (error: unknown): string => {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code.toLowerCase() : 'network';
};
