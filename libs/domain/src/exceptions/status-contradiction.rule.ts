import { blamedAsItStands, blameForParcel } from './blame.ts';
import type { ExceptionRule } from './exception.ts';

/**
 * `status_contradiction`: scans that cannot all be true. Movement after delivery, delivery in another country, or
 * delivery at a time before a pick-up scan; that no pick-up scan exists is none. Only corrected or further scans
 * clear it.
 */
export const statusContradiction: ExceptionRule = {
  code: 'status_contradiction',
  legs: [],
  opens: 'it moves after its delivery, is delivered in another country, or is picked up after its delivery',
  clears: 'corrected or further scans with which all agree',
  blames: blamedAsItStands,
  severities: ['medium'],
  find({ state }) {
    const [first] = state.contradictions;
    if (first === undefined) return [];
    const eventIds = new Set(state.contradictions.flatMap(({ against, eventId }) => [against, eventId]));
    const kinds = new Set(state.contradictions.map(({ why }) => why));
    return [
      {
        code: 'status_contradiction',
        leg: null,
        since: first.occurredAt,
        evidence: { eventIds: [...eventIds], basis: [...kinds].join(', ') },
        blame: blameForParcel(state),
        severity: 'medium',
      },
    ];
  },
  becauseCleared: () => 'the scans no longer contradict one another',
  failsUntouched: 0.3,
  actions: [{ name: 'contact_carrier', failsAfter: 0.2, costShare: 0 }],
};
