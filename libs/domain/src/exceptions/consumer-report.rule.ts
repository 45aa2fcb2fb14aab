import type { ConsumerReport, ConsumerSide } from '../parcel/consumer-report.ts';
import type { ParcelState } from '../parcel/parcel-state.ts';
import { blameForParcel, blameForReason } from './blame.ts';
import type { Blame, ExceptionRule } from './exception.ts';

/** Reports whose ids are kept as evidence, the last one among them. */
const evidenceKept = 5;

/**
 * `consumer_report`: the consumer says that he has not received his parcel, that it is damaged or that it holds the wrong item.
 * What he said last tells whom to blame, and how grave it is: worst is a parcel told as delivered that he does not have. A
 * delivery after his word answers that one, and so does a proof of delivery told after it; that the carrier had told of a
 * delivery before does not. Damage and a wrong item are answered by nothing that a carrier can tell.
 */
export const consumerReport: ExceptionRule = {
  code: 'consumer_report',
  legs: [],
  opens: 'the consumer says that the parcel was not received, is damaged or holds the wrong item',
  clears:
    '`not_received`: a delivery, or a proof of one, that is told after it; the others: nothing that is told',
  blames:
    'what was damaged: the carrier; a wrong item: the merchant; not received: the last-mile company, else whoever has it',
  severities: ['high', 'critical'],
  find({ state, consumer }) {
    const standing = consumer?.reports.filter((report) => answerTo(report, state, consumer) === null) ?? [];
    const [first] = standing;
    const last = standing.at(-1);
    if (first === undefined || last === undefined) return [];
    const kept = standing.length > evidenceKept ? [...standing.slice(0, evidenceKept - 1), last] : standing;
    return [
      {
        code: 'consumer_report',
        leg: null,
        since: first.reportedAt,
        evidence: {
          eventIds: kept.map(({ id }) => id),
          basis: [...new Set(standing.map(({ what }) => what))].join(', '),
        },
        blame: blameFor(last, state),
        severity: last.what === 'not_received' && state.delivery !== null ? 'critical' : 'high',
      },
    ];
  },
  becauseCleared({ state, consumer }) {
    const last = consumer?.reports.at(-1);
    const answer = consumer === undefined || last === undefined ? null : answerTo(last, state, consumer);
    return answer ?? 'nothing is reported any more';
  },
  failsUntouched: 0.6,
  actions: [{ name: 'contact_consumer', failsAfter: 0.4, costShare: 0 }],
};

/** What has answered a report, in words; null while it stands. */
function answerTo(
  { what, reportedAt }: ConsumerReport,
  { delivery }: ParcelState,
  { proofToldAt }: ConsumerSide,
): string | null {
  if (what !== 'not_received' || delivery === null) return null;
  if (delivery.occurredAt > reportedAt) return 'the parcel was delivered';
  return proofToldAt !== null && proofToldAt > reportedAt ? 'the delivery was proven' : null;
}

function blameFor({ what }: ConsumerReport, state: ParcelState): Blame {
  switch (what) {
    case 'not_received':
      return state.delivery === null ? blameForParcel(state) : blameForReason('carrier', 'last_mile');
    case 'damaged':
      return blameForReason('carrier', null);
    case 'wrong_item':
      return blameForReason('merchant', null);
    default:
      return what satisfies never;
  }
}
