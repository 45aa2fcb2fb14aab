import type { Paced } from '../pace/pace.ts';

/** What is known of a number that a carrier is asked about. */
export interface KnownNumber extends Paced {
  /** Normalised. */
  readonly number: string;
  /** Of what was told last. */
  readonly hash: string | null;
}

/** When a number is asked about next, and as what. Instants are epoch milliseconds. */
export interface Fate {
  /** Whether the carrier has been told of it. */
  readonly registered: boolean;
  /** To ask about it, since the carrier was last understood. */
  readonly attempts: number;
  /** The interval in ms that leads there; null: none does. */
  readonly every: number | null;
  /** Any instant from `from` to `to` is right. */
  readonly from: number;
  readonly to: number;
}

/** A number that has to be asked about. */
export interface DueNumber {
  readonly known: KnownNumber;
  readonly fate: Fate;
}

/** Numbers of one carrier that are asked about together, in one call. */
export interface Group {
  readonly id: string;
  /** Our key. */
  readonly carrier: string;
  readonly registered: boolean;
  readonly attempts: number;
  /** The interval in ms that led to `dueAt`; null: none did. */
  readonly every: number | null;
  /** Epoch ms. */
  readonly dueAt: number;
  readonly numbers: readonly KnownNumber[];
}
