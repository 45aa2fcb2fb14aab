import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  DAY_MS,
  FEED_MEMORY_DAYS,
  heldCodes,
  HOUR_MS,
  incidentName,
  LEAST_PARCELS,
  lookForIncidents,
  nextLook,
  stages,
  type Feed,
  type FoundIncident,
  type LookMemory,
  type Stage,
} from '@landfall/domain';
import { Sweeper, type BatchContext, type DueItem, type DueSource } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { workingCalendars } from '../calendars/calendars.ts';
import { LearnedLanes } from '../learn-dwell/learned-lanes.ts';
import {
  earliestLook,
  feedHours,
  lastLook,
  lockDueWatches,
  lookAtAlarmsAgain,
  openIncidents,
  parcelsUnderWay,
  rememberLook,
  saveIncidents,
  scheduleLook,
  stageDays,
  type StoredIncident,
} from '../persistence/incident.store.ts';
import { takeUnitChanges } from '../persistence/unit-change.store.ts';
import { changeIncidents } from './incident-events.ts';

/** Days of entry whose parcels a slowdown may still show in. */
const daysInStage = 30;
const merchantsAtOnce = 20;

/** What a look saw. */
interface Look {
  found: FoundIncident[];
  /** For the next. */
  memory: LookMemory;
  feeds: Feed[];
  parcelsUnderWay: number;
}

/** Looks for what hits many of a merchant's parcels at once, before their own alarms of that instant. */
@Injectable()
export class IncidentWatch implements DueSource, OnModuleInit {
  readonly name = 'incident_watch';

  constructor(
    private readonly sweeper: Sweeper,
    private readonly lanes: LearnedLanes,
  ) {}

  onModuleInit(): void {
    this.sweeper.register(this);
  }

  next(tx: Transaction): Promise<Date | null> {
    return earliestLook(tx);
  }

  async take(tx: Transaction, now: Date, limit: number): Promise<DueItem[]> {
    const due = await lockDueWatches(tx, now, Math.min(limit, merchantsAtOnce));
    return due.map(({ merchantId, dueAt }) => ({ merchantId, subject: merchantId, dueAt }));
  }

  async fire(items: DueItem[], { tx, now, emit }: BatchContext): Promise<void> {
    for (const { merchantId } of items) {
      const open = await openIncidents(tx, [merchantId]);
      const { found, memory, feeds, parcelsUnderWay } = await this.look(tx, merchantId, open, now);
      const { saved, events } = changeIncidents(merchantId, open, found, now);
      saveIncidents(tx, saved);
      for (const event of events) emit(event);
      if (saved.length > 0) lookAtAlarmsAgain(tx, merchantId, [...heldCodes], now);
      const next = nextLook(feeds, parcelsUnderWay, found.length > 0, workingCalendars, now.getTime());
      const whenHeard = parcelsUnderWay >= LEAST_PARCELS;
      rememberLook(tx, merchantId, memory, next === null ? null : new Date(next), whenHeard);
    }
  }

  async unschedule(tx: Transaction, { merchantId, dueAt }: DueItem): Promise<void> {
    scheduleLook(tx, merchantId, new Date(dueAt.getTime() + HOUR_MS));
  }

  private async look(
    tx: Transaction,
    merchantId: string,
    open: readonly StoredIncident[],
    now: Date,
  ): Promise<Look> {
    const instant = now.getTime();
    const hours = await feedHours(tx, merchantId, Math.floor(instant / HOUR_MS) - FEED_MEMORY_DAYS * 24);
    const underWay = await parcelsUnderWay(tx, merchantId);
    const feeds = [...hours].map(([carrier, hoursHeard]) => ({
      carrier,
      hoursHeard,
      parcels: underWay.byCarrier.get(carrier) ?? 0,
      destinations: underWay.destinationsOf.get(carrier) ?? new Map<string, number>(),
    }));
    const days = await stageDays(tx, merchantId, stages, Math.floor(instant / DAY_MS) - daysInStage);
    const last = await lastLook(tx, merchantId);
    const unitChanges = await takeUnitChanges(tx, merchantId);
    const lanes = [...days, ...last.units, ...unitChanges].map(({ lane }) => lane);
    const modelOf = await this.lanes.modelsOf(
      tx,
      [...new Set(lanes)].map((lane) => ({ merchantId, lane })),
    );
    const openNames = new Set(open.map(incidentName));
    const { found, memory } = lookForIncidents(
      last,
      { feeds, days: days.map((day) => ({ ...day, stage: day.stage as Stage })), unitChanges },
      { modelOf: (lane) => modelOf({ merchantId, lane }), calendarOf: workingCalendars },
      instant,
      (name) => openNames.has(name),
    );
    return { found, memory, feeds, parcelsUnderWay: underWay.all };
  }
}
