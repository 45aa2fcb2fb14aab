import { legDefinition, ownerOf } from '../chain.ts';
import type { Leg, Wait } from '../legs/leg.ts';
import type { ParcelState } from '../parcel/parcel-state.ts';
import type { Reason } from '../parcel/parcel-event.ts';
import type { Blame } from './exception.ts';

/** Who has to do something about a reason that a sender gave. */
const partyOf: Readonly<Record<Reason, Blame['party']>> = {
  carrier: 'carrier',
  merchant: 'merchant',
  consignee: 'consignee',
  customs: 'customs',
  weather: 'nobody',
  security: 'merchant',
  address: 'consignee',
  duty: 'consignee',
  documents: 'merchant',
  prohibited: 'merchant',
  other: 'carrier',
};

/** Who answers for a reason given on a leg. */
export function blameForReason(reason: Reason, leg: Leg | null): Blame {
  return { party: partyOf[reason], reason, leg };
}

const inWords: Readonly<Record<Blame['party'], string>> = {
  merchant: 'the merchant',
  carrier: 'the carrier',
  customs: 'customs',
  consignee: 'the consignee',
  nobody: 'nobody',
};

/** In words, who answers for what a sender may give a reason of; `usual` where he gives none. */
export const blamedByReason = (usual: Reason): string =>
  `whoever the reason told names, else ${inWords[partyOf[usual]]}`;

/** Who answers for the time spent in a leg or wait: customs for its own legs, else the company that owns it. */
export function blameForStage(stage: Leg | Wait): Blame {
  const leg = ownerOf(stage);
  const party = legDefinition(leg).part === 'customs' ? 'customs' : 'carrier';
  return { party, reason: party, leg };
}

/** In words, what {@link blameForParcel} answers. */
export const blamedAsItStands = 'whoever has it or had it last; the merchant before its first physical scan';

/** Who answers for a parcel as it stands: the merchant until it is handed over, then whoever has it or had it last. */
export function blameForParcel(state: ParcelState): Blame {
  const stage = state.currentLeg ?? state.currentWait;
  if (stage !== null) return blameForStage(stage);
  if (state.firstPhysicalScanAt === null) return { party: 'merchant', reason: 'merchant', leg: null };
  return { party: 'carrier', reason: 'carrier', leg: null };
}
