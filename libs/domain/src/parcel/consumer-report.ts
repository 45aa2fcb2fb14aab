import type { Instant } from '../calendar/instant.ts';
import { latestRevisions } from './fold.ts';
import type { ParcelEvent } from './parcel-event.ts';

/** What a consumer may say is wrong with his parcel. */
export const consumerReportKinds = ['not_received', 'damaged', 'wrong_item'] as const;
export type ConsumerReportKind = (typeof consumerReportKinds)[number];

/** That the consumer said so. */
export interface ConsumerReport {
  readonly id: string;
  readonly what: ConsumerReportKind;
  /** When he said it. */
  readonly reportedAt: Instant;
}

/** What the consumer has said of his parcel, and what speaks against it. */
export interface ConsumerSide {
  /** By time. */
  readonly reports: readonly ConsumerReport[];
  /** When a proof of delivery was last told to us; null where none was. */
  readonly proofToldAt: Instant | null;
}

/** What a consumer's reports say beside the scans of his parcel, in whatever order both are given. */
export function consumerSide(
  reports: readonly ConsumerReport[],
  scans: readonly ParcelEvent[],
): ConsumerSide {
  const proofs = latestRevisions(scans).filter(
    ({ milestone, proof }) => milestone === 'delivered' && proof != null,
  );
  return {
    reports: [...reports].sort((a, b) => a.reportedAt - b.reportedAt || (a.id < b.id ? -1 : 1)),
    proofToldAt: proofs.length === 0 ? null : Math.max(...proofs.map(({ recordedAt }) => recordedAt)),
  };
}
