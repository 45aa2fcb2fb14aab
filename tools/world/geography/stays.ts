import { mixtureQuantile, scaled, type DwellLaw } from '../random/dwell-law.ts';
import { day, type Instant } from '../wire/instants.ts';
import type { Mode, Stage } from '../wire/words.ts';
import { shutTimes, weekdayAt, type Rhythm, type ShutTimes } from './calendar.ts';
import { worldBegins, type Country } from './places.ts';
import type { Route } from './routes.ts';

/** Stays by stage: those that begin on working days, and those that begin at the weekend (two days of seven). */
interface Laws {
  readonly ordinary: DwellLaw;
  readonly atWeekend?: DwellLaw;
}

const law = (median: number, p90: number, tail: number): DwellLaw => ({ median, p90, tail });

/** The world's own dwell times in hours of working time. */
const laws: Readonly<Record<Exclude<Stage, 'trunk_line'>, Laws>> = {
  collection: { ordinary: law(14, 30, 4.5), atWeekend: law(22, 40, 4.5) },
  warehousing: { ordinary: law(11, 28, 4) },
  export_customs: { ordinary: law(7, 20, 3.8) },
  awaiting_uplift: { ordinary: law(13, 32, 4), atWeekend: law(20, 40, 4) },
  import_customs: { ordinary: law(12, 34, 3.6) },
  awaiting_injection: { ordinary: law(10, 26, 4) },
  transshipment: { ordinary: law(17, 38, 4.5) },
  last_mile: { ordinary: law(32, 62, 5), atWeekend: law(40, 74, 5) },
};

const trunks: Readonly<Record<Mode, Laws>> = {
  express: { ordinary: law(22, 42, 5) },
  economy_air: { ordinary: law(52, 96, 5) },
  truck: { ordinary: law(340, 480, 8) },
  rail: { ordinary: law(400, 560, 8) },
  ocean: { ordinary: law(520, 760, 8) },
};

/** The law of one stay: where and when it begins decides. */
export interface StayLaw {
  readonly law: DwellLaw;
  /** Quantiles of all stays of this stage on this route then, weekends and working days together; hours. */
  readonly p95: number;
  readonly p999: number;
  readonly shut: ShutTimes;
}

export function stayLaw(route: Route, stage: Stage, begins: Instant): StayLaw {
  const drift = 1 + route.driftIn30Days * ((begins - worldBegins) / (30 * day));
  const factor = route.slowness * Math.max(0.5, drift);
  const { ordinary, atWeekend } = stage === 'trunk_line' ? trunks[route.mode] : laws[stage];
  const country = countryOf(route, stage);
  const [p95, p999] = quantilesOf(ordinary, atWeekend);
  const weekend = atWeekend !== undefined && weekdayAt(country, begins) > 5;
  return {
    law: scaled(weekend ? atWeekend : ordinary, factor),
    p95: p95 * factor,
    p999: p999 * factor,
    shut: shutTimes(country, rhythmOf(route, stage)),
  };
}

const quantilesKnown = new Map<DwellLaw, readonly [p95: number, p999: number]>();

function quantilesOf(ordinary: DwellLaw, atWeekend = ordinary): readonly [p95: number, p999: number] {
  const mixture = [[5 / 7, ordinary] as const, [2 / 7, atWeekend] as const];
  const both =
    quantilesKnown.get(ordinary) ??
    ([mixtureQuantile(mixture, 0.95), mixtureQuantile(mixture, 0.999)] as const);
  quantilesKnown.set(ordinary, both);
  return both;
}

/** Where a stage is stayed in. */
export function countryOf(route: Route, stage: Stage): Country {
  switch (stage) {
    case 'collection':
    case 'warehousing':
    case 'export_customs':
    case 'awaiting_uplift':
    case 'trunk_line':
      return 'CN';
    case 'transshipment':
      return route.hub === 'before_import' ? (route.transit[0] ?? route.destination) : route.destination;
    case 'import_customs':
    case 'awaiting_injection':
    case 'last_mile':
      return route.destination;
    default:
      return stage satisfies never;
  }
}

function rhythmOf(route: Route, stage: Stage): Rhythm {
  switch (stage) {
    case 'import_customs':
      return route.importRhythm;
    case 'last_mile':
      return route.deliveryRhythm;
    case 'trunk_line':
      return 'continuous';
    case 'collection':
    case 'warehousing':
    case 'export_customs':
    case 'awaiting_uplift':
    case 'awaiting_injection':
    case 'transshipment':
      return 'every_day';
    default:
      return stage satisfies never;
  }
}
