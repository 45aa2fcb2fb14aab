import type { Json, Step } from '../poller.ts';
import { fill, fillText } from './fill-template.ts';

/** A number that a carrier is asked about. */
export interface Asked {
  /** Our key. */
  readonly carrier: string;
  /** Normalised. */
  readonly number: string;
  /** What he calls that carrier. */
  readonly code: Json;
}

export interface CarrierRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The request about some numbers, not more than the step takes at once. What they hold cannot lead anywhere else. */
export const requestOf = ({ method, url, headers, body }: Step, asked: readonly Asked[]): CarrierRequest => {
  const each = asked.map(({ number, code }) => ({ number, code }));
  const values = { ...each[0], numbers: each.map(({ number }) => number).join(',') };
  return {
    method,
    url: fillText(url, values, encodeURIComponent),
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(fill(body, values, each)),
  };
};
