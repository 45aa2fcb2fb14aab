import { setImmediate } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DAY_MS, departuresOf, noDepartures, priorWidth } from '@landfall/domain';
import { Sweeper, type BatchContext, type DueItem, type DueSource } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import {
  departuresOfLanes,
  earliestRefresh,
  lockDueLanes,
  mergeCounts,
  postponeRefresh,
  saveModel,
  type KeyCounts,
} from '../persistence/dwell.store.ts';
import { incidentsSince, pastIncident } from '../persistence/incident.store.ts';
import { firstDayOf, learnFromCounts } from './learn-model.ts';
import { nextMidnight } from './next-midnight.ts';

interface DueLane extends DueItem {
  lane: string;
}

/** Lanes in one transaction: each is some thousand counts and a few milliseconds. */
const lanesAtOnce = 20;

/** Makes the model of each lane anew at midnight UTC. Nothing else reads counts, and nobody waits for it. */
@Injectable()
export class LaneRefresh implements DueSource<DueLane>, OnModuleInit {
  readonly name = 'dwell_lane';

  constructor(private readonly sweeper: Sweeper) {}

  onModuleInit(): void {
    this.sweeper.register(this);
  }

  next(tx: Transaction): Promise<Date | null> {
    return earliestRefresh(tx);
  }

  async take(tx: Transaction, now: Date, limit: number): Promise<DueLane[]> {
    const due = await lockDueLanes(tx, now, Math.min(limit, lanesAtOnce));
    return due.map((lane) => ({ ...lane, subject: lane.lane }));
  }

  async fire(items: DueLane[], { tx, now }: BatchContext): Promise<void> {
    const firstDay = firstDayOf(now);
    const merchants = [...new Set(items.map(({ merchantId }) => merchantId))];
    const [past, departures] = await Promise.all([
      incidentsSince(tx, merchants, new Date(firstDay * DAY_MS)),
      departuresOfLanes(tx, merchants),
    ]);
    const incidents = Map.groupBy(past, ({ merchantId }) => merchantId);
    const countsOf = (item: DueLane | undefined): Promise<KeyCounts[]> => {
      const counts = item ? mergeCounts(tx, item, firstDay) : Promise.resolve([]);
      // Whoever waits is told of a failure; once another lane has failed nobody does.
      counts.catch(() => undefined);
      return counts;
    };
    let coming = countsOf(items[0]);
    for (const [nth, item] of items.entries()) {
      const counts = await coming;
      // Postgres puts the next lane's together while this one is learned from: only then if the question has left by now.
      coming = countsOf(items[nth + 1]);
      await setImmediate();
      const disturbed = (incidents.get(item.merchantId) ?? []).map(pastIncident);
      const width = priorWidth(departures.get(item.merchantId) ?? noDepartures);
      const learned = learnFromCounts(item.lane, counts, disturbed, width, now);
      saveModel(tx, item, learned, departuresOf(item.lane, learned), nextMidnight(now));
    }
  }

  async unschedule(tx: Transaction, item: DueLane): Promise<void> {
    postponeRefresh(tx, item, nextMidnight(item.dueAt));
  }
}
