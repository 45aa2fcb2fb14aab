import type { Pace } from './pace/pace.ts';
import type { Limits } from './limits/allowance.ts';

/** Anything that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Names from the root on; `*` stands for every item of a list. */
export type Pointer = readonly string[];

/** An answer is one of a kind by its status, or by what stands at a place of its body. */
export interface Sign {
  readonly statuses: ReadonlySet<number>;
  readonly at: Pointer | undefined;
  readonly values: ReadonlySet<Json>;
}

/** Numbers that the carrier says he does not follow, each with his reason. */
export interface Rejections {
  readonly items: Pointer;
  readonly number: Pointer;
  readonly code: Pointer;
  /** He wants to be told of the number first. */
  readonly unregistered: ReadonlySet<Json>;
  /** He has been told of it before. */
  readonly registered: ReadonlySet<Json>;
  readonly quota: ReadonlySet<Json>;
}

/** How an answer is read. */
export interface AnswerRules {
  readonly ok: Sign;
  readonly throttled: Sign;
  readonly quota: Sign;
  /** He knows nothing of what he was asked about. */
  readonly nothing: Sign;
  /** Where what he tells of single numbers stands; undefined where the whole body is about the one number. */
  readonly items: Pointer | undefined;
  /** The whole body becomes a payload as it came, be it JSON or not. */
  readonly asItCame: boolean;
  /** Of an item, or of the body where that is one; undefined where a body does not name its number. */
  readonly number: Pointer | undefined;
  /** The carrier's code in an item, where numbers of several are asked about. */
  readonly code: Pointer | undefined;
  readonly rejected: Rejections | undefined;
  /** What becomes a payload; `{item}` stands for the item. */
  readonly payload: Json;
  /** Changes with every answer and tells nothing. */
  readonly ignored: readonly Pointer[];
}

/** One kind of call to a carrier. */
export interface Step {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** With their secrets: never to be logged. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
  /** Numbers in one call at most. */
  readonly batch: number;
  readonly answer: AnswerRules;
}

/** A carrier who is asked because he does not push, as his file says. */
export interface Poller {
  readonly name: string;
  /** Whose mapping file reads what he tells. */
  readonly sender: string;
  /** What he calls each carrier whose numbers he is asked about, by our key. */
  readonly codes: ReadonlyMap<string, Json>;
  readonly pattern: RegExp | undefined;
  readonly limits: Limits;
  readonly concurrentCalls: number;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly pace: Pace;
  /** What he must be told before he can be asked. */
  readonly register: (Step & { readonly askAfterMs: number }) | undefined;
  readonly ask: Step;
}

/** Injection token of the carriers who are polled. */
export const POLLERS = Symbol('pollers');

/** Whether a carrier is asked about a number. @param carrier our key of its carrier */
export const isAskedAbout = ({ codes, pattern }: Poller, carrier: string, number: string): boolean =>
  codes.has(carrier) && (pattern?.test(number) ?? true);

/** How many numbers go into one call. @param of whether he has been told of them, where he must be */
export const capacityOf = ({ register, ask }: Poller, of: { readonly registered: boolean }): number =>
  of.registered || !register ? ask.batch : register.batch;
