import { DAY_MS, type Instant } from '../../calendar/instant.ts';
import { blameForReason } from '../../exceptions/blame.ts';
import type { ExceptionRule } from '../../exceptions/exception.ts';
import { howItEnded } from '../../exceptions/told-trouble.rule.ts';
import type { ParcelView } from '../../parcel/parcel-view.ts';

/**
 * Days for which pick-up points keep a parcel, by the carrier's published terms (of several services the shortest); where nothing is
 * known two weeks. Correios: "Prazo de guarda objeto internacional" (correios.com.br); UPS: Access Point terms.
 */
const storageDays: Readonly<Record<string, number>> = {
  inpost: 2,
  'dhl-packstation': 7,
  dhl: 7,
  ups: 7,
  correios: 7,
  usps: 15,
  'royal-mail': 18,
};
const usualStorageDays = 14;

/** `uncollected`: half of the pick-up point's storage time has passed, and nobody has come. It goes back when all has. */
export const uncollected: ExceptionRule = {
  code: 'uncollected',
  legs: ['last_mile'],
  opens: `half of the storage time of the pick-up point has passed: of ${Object.entries(storageDays)
    .map(([carrier, days]) => `${days} days (${carrier})`)
    .join(', ')}, else ${usualStorageDays}`,
  clears: 'the parcel leaves the pick-up point, whoever fetches it',
  blames: 'the consignee',
  severities: ['high'],
  find(view, now) {
    const wait = waitOf(view);
    if (wait === null || now < wait.due) return [];
    return [
      {
        code: 'uncollected',
        leg: 'last_mile',
        since: wait.due,
        evidence: {
          eventIds: [wait.eventId],
          threshold: { hours: wait.days * 24 },
          basis: 'half of the storage time',
        },
        blame: blameForReason('consignee', 'last_mile'),
        severity: 'high',
      },
    ];
  },
  dueAt: (view) => waitOf(view)?.due ?? null,
  becauseCleared: ({ state }) => howItEnded(state) ?? 'the parcel left the pick-up point',
  failsUntouched: 0.5,
  actions: [{ name: 'remind_consumer', failsAfter: 0.15, costShare: 0 }],
};

function waitOf({ state }: ParcelView): { due: Instant; days: number; eventId: string } | null {
  const { pickup, status } = state;
  if (pickup === null || status !== 'available_for_pickup') return null;
  const days = (storageDays[pickup.carrier ?? ''] ?? usualStorageDays) / 2;
  return { due: pickup.since + days * DAY_MS, days, eventId: pickup.eventId };
}
