import type { BaseConfig } from '../config/base-config.ts';
import { ReplayClock, type Clock } from '../clock/clock.ts';

const askEveryMs = 250;

/**
 * A process that starts under the replay clock takes the time from the gateway, which keeps it.
 * Ends when the clock is set, by the gateway's answer or by a tick that came first.
 */
export const followReplayClock = async (
  clock: Clock,
  config: BaseConfig,
  signal: AbortSignal,
): Promise<void> => {
  while (clock instanceof ReplayClock && !clock.isSet && !signal.aborted) {
    const now = await storedInstant(config.GATEWAY_URL);
    if (now && !clock.isSet) clock.set(now);
    if (!clock.isSet) await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
};

const storedInstant = async (gateway: string): Promise<Date | undefined> => {
  try {
    const answer = await fetch(`${gateway}/v1/clock`, { signal: AbortSignal.timeout(2_000) });
    const { now } = (await answer.json()) as { now: string | null };
    return answer.ok && now ? new Date(now) : undefined;
  } catch {
    return undefined;
  }
};
