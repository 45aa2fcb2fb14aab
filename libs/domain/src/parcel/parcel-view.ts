import type { Knowledge } from '../knowledge.ts';
import type { ConsumerSide } from './consumer-report.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import type { ParcelState } from './parcel-state.ts';

/** A parcel as rules and estimates see it. */
export interface ParcelView {
  readonly parcelId: string;
  readonly facts: ParcelFacts;
  readonly state: ParcelState;
  readonly knowledge: Knowledge;
  /** Only of a parcel of which its consumer has said anything. */
  readonly consumer?: ConsumerSide;
}
