import type { FenceStatus } from '@landfall/messaging';

/** How far one process has come: drained is when all processes twice in a row say the same and have nothing left. */
export interface SettleStatus {
  service: string;
  /** RFC 3339; null while the replay clock has not been set. */
  clock: string | null;
  /** Something is being applied or published at this moment: the other figures are those of an earlier look. */
  busy: boolean;
  /** Requests being answered now, other than this one. */
  openRequests: number;
  outboxEmpty: boolean;
  /** Unfinished work of drain probes. */
  pending: number;
  /** RFC 3339; null when nothing is scheduled. */
  nextDueAt: string | null;
  /** Topics that the service consumes. */
  topics: string[];
  fences: FenceStatus[];
  /** Offsets that this process has published up to, as far as it knows: the logs end there or later. */
  written: { topic: string; partition: number; next: string }[];
  /** Whatever this process has done so far; a change means that it is not at rest. */
  done: { applied: number; other: number };
}
