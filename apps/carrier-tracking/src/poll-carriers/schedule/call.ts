import type { LeasedPoll } from '../../persistence/poll.store.ts';
import type { Answer } from '../calls/read-answer.ts';
import type { Poller } from '../poller.ts';

/** A call that this process may make: at once, or not at all. */
export interface Call {
  readonly poller: Poller;
  readonly step: 'register' | 'ask';
  readonly polls: readonly LeasedPoll[];
  /** Epoch ms. */
  readonly grantedAt: number;
}

/** What has come of a call. */
export type CallResult =
  /** It was not made. */
  | { readonly kind: 'postponed' }
  | Exclude<Answer, { kind: 'answered' }>
  | (Extract<Answer, { kind: 'answered' }> & {
      /** Places of payloads that tell something new and are durable. */
      readonly kept: ReadonlySet<number>;
      /** Places of payloads that tell something new and could not be made durable. */
      readonly refused: ReadonlySet<number>;
    });

export interface MadeCall {
  readonly call: Call;
  readonly result: CallResult;
}
