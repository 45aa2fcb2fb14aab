import { setTimeout as delay } from 'node:timers/promises';

const notYet = ['NOT_LEADER_FOR_PARTITION', 'UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE'];
const limitMs = 10_000;

/** Asks again while a topic that was just made has no leaders yet, for ten seconds. */
export async function onceLed<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = performance.now() + limitMs; ; await delay(100)) {
    try {
      return await ask();
    } catch (error) {
      const { type = '' } = error as { type?: string };
      if (!notYet.includes(type) || performance.now() > end) throw error;
    }
  }
}
