import { setTimeout as delay } from 'node:timers/promises';
import { BatchProcessor, type BatchWork } from '@landfall/messaging';
import { startTelemetry } from '@landfall/telemetry';
import { openDetector } from '../detector/open-detector.ts';
import { inGroups } from '../in-groups.ts';
import { closeOnSignal, Progress, readSettings } from '../participant.ts';
import { recordsApplied } from '../pipe/records-applied.ts';
import { analyse } from '../rig/analyse.ts';
import { learnedLanes } from './learned-lanes.ts';
import { historyPlan, watchedByAService } from './watched-by-a-service.ts';
import { watchedWorld } from './watched-world.ts';

/** Registrations in one transaction. */
const registeredAtOnce = 500;
/** How often it looks whether all has been published, once everything is committed. */
const lookEveryMs = 20;

const settings = readSettings();
startTelemetry({ service: 'bench' });
const detector = await openDetector(settings);
const { app, clock, relay } = detector;
const { merchantId, begins, routes, registrations } = watchedByAService(settings.total);

clock.set(begins);
await detector.keepRoutes(merchantId, routes);
await detector.keepModels(merchantId, await learnedLanes(watchedWorld(historyPlan)));
for (const some of inGroups(registrations, registeredAtOnce))
  await detector.apply(
    merchantId,
    some.map((registration) => ({
      merchantId,
      parcelId: registration.parcelId,
      register: () => registration,
    })),
    begins,
  );
await analyse(settings.adminUrl);

/** Resolves when what was committed is published. */
const settled = async (): Promise<void> => {
  while (!(await detector.hasPublished())) await delay(lookEveryMs);
  if (relay.published === 0) throw new Error('nothing has been told');
};

/**
 * Time goes with the scans of each round: no partition's last one was recorded before. Partitions are not equally far, and
 * each parcel is on one of them: with one clock for all, those behind would seem to have been silent for days.
 */
const follow = (group: readonly BatchWork[]): void => {
  const times = group.flatMap(({ records }) => {
    const last = records.at(-1)?.headers?.['ce_time'];
    return last === undefined ? [] : [Date.parse(String(last))];
  });
  if (times.length > 0) clock.now = () => new Date(Math.min(...times));
};

const progress = new Progress(settings, { settled });
const processor = app.get(BatchProcessor, { strict: false });
const transact = processor.process.bind(processor);
processor.process = async (group) => {
  follow(group);
  const outcomes = await transact(group);
  progress.committed(recordsApplied(outcomes));
  return outcomes;
};
await app.startAllMicroservices();
closeOnSignal(app);
