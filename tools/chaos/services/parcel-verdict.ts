import type { Verdict } from '../ledger/verdict.ts';
import { timelineKey, type ExpectedParcel } from './histories.ts';

/** What is used of an answer of `GET /v1/parcels/{id}`. */
export interface FoundParcel {
  readonly state: string;
  readonly currentLeg: string | null;
  readonly currentWait: string | null;
  readonly deliveredAt: string | null;
  readonly timeline: readonly { readonly milestone: string; readonly occurredAt: string }[];
}

/** Holds what was read of a parcel against what must be there: every scan once, in order, and what they add up to. */
export function parcelVerdict(expected: ExpectedParcel, found: FoundParcel): Verdict {
  const timeline = found.timeline.map(timelineKey);
  const left = [...timeline];
  let lost = 0;
  for (const one of expected.timeline) {
    const at = left.indexOf(one);
    if (at === -1) lost += 1;
    else left.splice(at, 1);
  }
  const { timeline: _timeline, ...state } = expected;
  const isRight =
    (Object.keys(state) as (keyof typeof state)[]).every((field) => found[field] === state[field]) &&
    timeline.every((one, index) => index === 0 || (timeline[index - 1] ?? '') <= one);
  return { lost, duplicated: left.length, wrongState: isRight ? 0 : 1 };
}
