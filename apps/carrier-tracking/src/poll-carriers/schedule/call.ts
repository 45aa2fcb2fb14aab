import type { LeasedGroup } from '../../persistence/poll-group.store.ts';
import type { Answer } from '../calls/read-answer.ts';
import type { KnownNumber } from '../groups/group.ts';
import type { Poller, Step } from '../poller.ts';

/** A number that is asked about, with our key of its carrier. */
export interface AskedNumber extends KnownNumber {
  readonly carrier: string;
}

/** A call that this process may make: at once, or not at all. */
export interface Call {
  readonly poller: Poller;
  readonly step: 'register' | 'ask';
  readonly groups: readonly LeasedGroup[];
  /** Epoch ms. */
  readonly grantedAt: number;
}

/** What has come of a call. Places are those of its numbers. */
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

export const stepOf = ({ poller: { register, ask }, step }: Pick<Call, 'poller' | 'step'>): Step =>
  step === 'register' && register ? register : ask;

/** How many of a group's numbers are asked about: all, but where the carrier took more when it was made. */
export const askedOf = (call: Call, { numbers }: LeasedGroup): number =>
  Math.min(numbers.length, stepOf(call).batch);

/** The numbers that a call asks about. */
export const askedIn = (call: Call): AskedNumber[] =>
  call.groups.flatMap((group) =>
    group.numbers.slice(0, askedOf(call, group)).map((known) => ({ carrier: group.carrier, ...known })),
  );
