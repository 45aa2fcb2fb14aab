import { messageNodes, type MessageNode, type ParcelStateName } from '@landfall/contracts';

export const messageStatuses = ['held', 'sending', 'sent', 'failed', 'suppressed'] as const;
export type MessageStatus = (typeof messageStatuses)[number];

/** Why a message is deliberately not sent, as far as the parcel itself says so. */
export type Silence = 'passed' | 'stale' | 'overtaken' | 'withdrawn';

/** What the decision rests on: the parcel's state and when each node was reached, null where it was not. */
export interface NodeFacts {
  state: ParcelStateName;
  reached: Readonly<Record<MessageNode, Date | null>>;
}

export type Decision =
  { kind: 'hold'; node: MessageNode; dueAt: Date } | { kind: 'suppress'; node: MessageNode; reason: Silence };

/** Older news is no news. */
const staleAfterMs = 7 * 24 * 3_600_000;

/** States in which the good news of a node would be wrong. */
const overtaking: ReadonlySet<ParcelStateName> = new Set([
  'returning',
  'returned',
  'lost',
  'destroyed',
  'cancelled',
]);

const after = (node: MessageNode): readonly MessageNode[] =>
  messageNodes.slice(messageNodes.indexOf(node) + 1);

/**
 * Whether the message of a node may be sent at `now`, or why it stays unsent: `withdrawn` (the node is not reached any
 * more), `overtaken` (the parcel turned back, was lost or cancelled), `passed` (a later node is reached), `stale`
 * (reached over 7 days ago).
 */
export const judge = (node: MessageNode, facts: NodeFacts, now: Date): 'send' | Silence => {
  const reachedAt = facts.reached[node];
  if (reachedAt === null) return 'withdrawn';
  if (overtaking.has(facts.state)) return 'overtaken';
  if (after(node).some((later) => facts.reached[later] !== null)) return 'passed';
  return now.getTime() - reachedAt.getTime() > staleAfterMs ? 'stale' : 'send';
};

/**
 * What to do about a parcel's messages after it changed: nodes newly reached are held for `holdMs` or suppressed, held
 * messages that have lost their sense are suppressed. A message that is past its hold is never decided on again.
 * @param messages the parcel's messages so far: one a node at most
 */
export const decideMessages = (
  facts: NodeFacts,
  messages: ReadonlyMap<MessageNode, MessageStatus>,
  now: Date,
  holdMs: number,
): Decision[] =>
  messageNodes.flatMap((node): Decision[] => {
    const status = messages.get(node);
    const isNew = status === undefined && facts.reached[node] !== null;
    if (!isNew && status !== 'held') return [];
    const told = isNew && after(node).some((later) => messages.has(later));
    const verdict = told ? 'passed' : judge(node, facts, now);
    if (verdict !== 'send') return [{ kind: 'suppress', node, reason: verdict }];
    return isNew ? [{ kind: 'hold', node, dueAt: new Date(now.getTime() + holdMs) }] : [];
  });
