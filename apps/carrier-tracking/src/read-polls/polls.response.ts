import { Instant, ListOf, Nested, OneOf, Text } from '@landfall/service-kit';
import type { PollerRow } from '../persistence/poller.store.ts';

const states = ['polling', 'paused', 'failing', 'probing'] as const;

/** What went wrong at a call. */
export class PollFaultResponse {
  @Text({ max: 64, description: 'A word for it, such as `timeout`, `http_503` or `throttled`.' })
  reason!: string;

  @Instant()
  at!: string;
}

/** A carrier who is asked, since he does not push. */
export class PolledCarrierResponse {
  @Text({ max: 64, description: 'The name of his file.' })
  name!: string;

  @OneOf(states, {
    description:
      '`paused`: he asked to be left alone. `failing`: too many calls failed. `probing`: one call shows whether he works again.',
  })
  state!: (typeof states)[number];

  @Instant({ nullable: true, description: 'When that may change.' })
  until!: string | null;

  @Instant({ nullable: true })
  answeredAt!: string | null;

  @Nested(() => PollFaultResponse, { nullable: true })
  lastFault!: PollFaultResponse | null;
}

export class PollsResponse {
  @ListOf(() => PolledCarrierResponse, { max: 1_000 })
  data!: PolledCarrierResponse[];
}

const instant = (at: number): string => new Date(at).toISOString();

/** @param now epoch ms, of the system's clock */
export const toPolledCarrier = (
  { name, standing, figures }: PollerRow & { name: string },
  now: number,
): PolledCarrierResponse => {
  const { breaker, pausedUntil } = standing;
  const { lastFault, answeredAt } = figures;
  const [state, until] = ((): [PolledCarrierResponse['state'], number | null] => {
    if (breaker.state !== 'closed') return [breaker.state === 'open' ? 'failing' : 'probing', breaker.until];
    return pausedUntil > now ? ['paused', pausedUntil] : ['polling', null];
  })();
  return {
    name,
    state,
    until: until === null ? null : instant(until),
    answeredAt: answeredAt === null ? null : instant(answeredAt),
    lastFault: lastFault && { reason: lastFault.reason, at: instant(lastFault.at) },
  };
};
