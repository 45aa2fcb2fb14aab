import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';

/** What the sub-statuses of the made payloads mean, as code would say it. */
const milestones: Record<string, string> = {
  InfoReceived: 'label_created',
  InTransit_PickedUp: 'picked_up',
  InTransit_Departure: 'departed_facility',
  InTransit_Arrival: 'arrived_at_facility',
  InTransit_Other: 'in_transit',
  OutForDelivery_Other: 'out_for_delivery',
  Delivered_Other: 'delivered',
};
export const baselineStatuses: readonly string[] = Object.keys(milestones);

interface PushedEvent {
  time_iso?: string | null;
  time_utc?: string | null;
  sub_status?: string | null;
  description?: string | null;
  location?: string | null;
  address?: { country?: string | null; city?: string | null } | null;
}

interface Push {
  data?: { number?: string; track_info?: { tracking?: { providers?: { events?: PushedEvent[] }[] } } };
}

export interface BaselineScan {
  id: string;
  milestone: string;
  occurredAt: string | null;
  country: string | null;
  city: string | null;
}

/** 17TRACK's pushes as a good team reads them in code written for 17TRACK alone, with Luxon for its times. */
export function readByHand(body: Buffer): BaselineScan[] {
  const push = JSON.parse(body.toString('utf8')) as Push;
  const number = push.data?.number?.replace(/\s/g, '').toUpperCase() ?? '';
  const events =
    push.data?.track_info?.tracking?.providers?.flatMap((provider) => provider.events ?? []) ?? [];
  return events.map((event) => {
    const told = event.time_iso ?? event.time_utc ?? '';
    const time = DateTime.fromISO(told, { setZone: true });
    return {
      id: createHash('sha256')
        .update(['17track', number, told, event.sub_status, event.description, event.location].join('|'))
        .digest('base64url'),
      milestone: milestones[event.sub_status ?? ''] ?? 'in_transit',
      occurredAt: time.isValid ? time.toISO({ suppressMilliseconds: true }) : null,
      country: event.address?.country ?? null,
      city: event.address?.city?.trim() ?? null,
    };
  });
}
