import { DAY_MS } from '../calendar/instant.ts';
import type { ParcelView } from './parcel-view.ts';

/** Longer than parcels are silent on their way, and than most are expected. */
export const HISTORY_AFTER_DAYS = 90;

/**
 * Whether a parcel is history: all that is known of it lies 90 days or more before it was registered. It is followed as any
 * other, but there is nothing to alarm anybody of and nothing to expect. A later scan makes it a parcel like others, and so
 * does what its consumer says.
 */
export function isHistory({
  facts,
  state,
  consumer,
}: Pick<ParcelView, 'facts' | 'state' | 'consumer'>): boolean {
  if (consumer !== undefined) return false;
  const { shippedAt, promisedAt, registeredAt } = facts;
  const known = [shippedAt, promisedAt, state.lastEvent?.occurredAt ?? null].filter((at) => at !== null);
  return known.length > 0 && Math.max(...known) <= registeredAt - HISTORY_AFTER_DAYS * DAY_MS;
}
