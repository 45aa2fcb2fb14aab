import { isDeepStrictEqual } from 'node:util';
import { parcelStatesTopic } from '@landfall/contracts';
import type { StayChange } from '@landfall/domain';
import { outgoing } from '@landfall/messaging';
import { advance, stateChanged, type ParcelState } from '../../workload/parcel-state.ts';
import type { ScanEvent } from '../../workload/scan-stream.ts';
import { tellFigures, tellLine } from '../detector/tell.ts';
import { Detecting, type Step } from './detecting.ts';
import type { DetectFigures, DetectSettings } from './detect.settings.ts';
import { learnedLanes, type LearnedLane } from './learned-lanes.ts';
import { cpuOf, cpuOfParts } from './parts.ts';
import { watchedWorld } from './watched-world.ts';

/** Parts are measured on so many scans at most, drawn from all. */
const stepsForParts = 20_000;

const { world: plan, history, rounds } = JSON.parse(process.argv[2] ?? '{}') as DetectSettings;

await tellFigures(async (): Promise<DetectFigures> => {
  const world = watchedWorld(plan);
  const lanes = await learnedLanes(watchedWorld(history));
  const { scans } = world;
  tellLine(`detection: ${scans.length} scans of ${world.registrations.length} parcels`);

  const { outcomes, steps } = checkedPass(new Detecting(world, lanes), scans);
  tellLine(`detection: ${outcomes.exceptions} changes of exceptions; every parcel as its scans make it`);

  const found: DetectFigures['rounds'][number][] = [];
  const sides = { ours: () => detect(new Detecting(world, lanes), scans, outcomes), pipe: () => pipe(scans) };
  const names = ['ours', 'pipe'] as const;
  pipe(scans);
  for (let round = 1; round <= rounds; round += 1) {
    const figures = { ours: Number.NaN, pipe: Number.NaN };
    for (const name of round % 2 === 1 ? names : names.toReversed()) figures[name] = sides[name]();
    found.push(figures);
    tellLine(
      `detection: round ${round}/${rounds}: ${figures.ours.toFixed(1)} us CPU/event, the pipe's handler ${figures.pipe.toFixed(1)}`,
    );
  }
  return {
    rounds: found,
    parts: cpuOfParts(steps),
    events: scans.length,
    parcels: world.registrations.length,
    outcomes,
    learned: learnedShare(lanes),
  };
});

/** Takes in all scans, and sees that the parcels and what was counted of their stays are what the scans call for. */
function checkedPass(
  detecting: Detecting,
  scans: readonly ScanEvent[],
): { outcomes: Detecting['outcomes']; steps: Step[] } {
  const every = Math.ceil(scans.length / stepsForParts);
  const steps: Step[] = [];
  const stays: StayChange[] = [];
  for (const [nth, scan] of scans.entries()) {
    const step = detecting.take(scan);
    stays.push(...step.stays);
    if (nth % every === 0) steps.push(step);
  }
  detecting.requireFolded();
  if (!isDeepStrictEqual(summed(stays), summed(detecting.counted())))
    throw new Error('what was counted scan by scan is not what the parcels count');
  return { outcomes: detecting.outcomes, steps };
}

/** Microseconds of CPU a scan; throws where something else comes of the scans than before. */
function detect(detecting: Detecting, scans: readonly ScanEvent[], expected: Detecting['outcomes']): number {
  const micros = cpuOf(scans, (scan) => detecting.take(scan));
  if (!isDeepStrictEqual(detecting.outcomes, expected))
    throw new Error(`other outcomes: ${JSON.stringify({ expected, found: detecting.outcomes })}`);
  return micros;
}

/** Microseconds of CPU that the handler of the bench's pipe takes for each of the same scans. */
function pipe(scans: readonly ScanEvent[]): number {
  const parcels = new Map<string, ParcelState>();
  return cpuOf(scans, ({ merchantId, scan }) => {
    const parcel = advance(parcels.get(scan.parcelId), merchantId, scan);
    parcels.set(scan.parcelId, parcel);
    const about = { version: parcel.version, merchantId };
    return outgoing(parcelStatesTopic, 'parcel.state_changed', about, stateChanged(parcel));
  });
}

/** Changes of one cell added up, sorted, without zeros. */
function summed(changes: readonly StayChange[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { n, ...cell } of changes) {
    const name = JSON.stringify(Object.values(cell));
    sums.set(name, (sums.get(name) ?? 0) + n);
  }
  return [...sums].filter(([, n]) => n !== 0).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Which part of the routes' stages has been learned from the routes themselves. */
function learnedShare(lanes: readonly LearnedLane[]): number {
  const routes = lanes.flatMap(({ model }) => model.filter(({ route }) => route !== null));
  return routes.filter(({ dwell }) => dwell.origin.level === 'route').length / routes.length;
}
