import type { Telling } from '../feed/telling.ts';
import type { Parcel, Stay } from '../life/life.ts';
import type { Instant } from '../wire/instants.ts';
import type { Milestone, Stage } from '../wire/words.ts';
import type { Excused, Planted } from './truth.ts';

/** The waits in which customs lie: where a parcel seems to be while nobody has said that customs began. */
const waitAround: Readonly<Partial<Record<Stage, Stage>>> = {
  export_customs: 'awaiting_uplift',
  import_customs: 'awaiting_injection',
};

/**
 * `leg_stalled`: planted stoppages, and stays that a loss never lets end. Any other stay that lasted beyond its P95 (held,
 * slowed, or within the healthy P99.9), or that seemed to because its end was told late or never, counts for nobody.
 * That a feed was silent excuses nothing: it is what incidents are for.
 */
export function stallTruths(
  parcel: Parcel,
  told: readonly Telling[],
  ends: Instant,
): { planted: Planted[]; excused: Excused[] } {
  const planted: Planted[] = [];
  const excused: Excused[] = [];
  for (const [index, stay] of parcel.stays.entries()) {
    const until = seenLeaving(stay, told);
    if (until !== null && until <= stay.p95At) continue;
    const stages = seemsToBeOn(parcel, index, told);
    const zone = { code: 'leg_stalled' as const, stages, from: stay.p95At, until };
    const lasts = stay.stopped || stay.to === null;
    // A stoppage that began just before the end of the play cannot be told from a long stay.
    if (lasts && stay.p999At < ends) planted.push({ ...zone, marker: stay.p999At });
    else excused.push(zone);
  }
  return { planted, excused };
}

/**
 * When a listener would know that the stay is over, feeds being as usual: by the first scan that begins a later one and
 * was neither forgotten nor blurred. Customs move no parcel: their scans end only stays in customs.
 */
function seenLeaving({ stage, from, to }: Stay, told: readonly Telling[]): Instant | null {
  const inCustoms = waitAround[stage] !== undefined;
  const leaves = ({ happening, milestone }: Telling): boolean => {
    if (to === null) return happening.at > from && milestone === 'lost';
    if (happening.at < to || milestone !== happening.milestone) return false;
    return (
      outside.has(milestone) || (happening.begins !== undefined && (inCustoms || !ofCustoms.has(milestone)))
    );
  };
  const times = told.filter(leaves).map((telling) => telling.usuallyAt);
  return times.length === 0 ? null : Math.min(...times);
}

const ofCustoms: ReadonlySet<Milestone> = new Set<Milestone>([
  'export_customs_started',
  'export_customs_released',
  'import_customs_started',
  'import_customs_released',
]);
/** After these a parcel is with its consignee, or on its way back. */
const outside: ReadonlySet<Milestone> = new Set<Milestone>([
  'available_for_pickup',
  'delivered',
  'destroyed',
  'lost',
  'out_for_delivery',
  'returned',
  'returning',
]);

/**
 * The stages on which a listener may place the parcel: the true one, and back to the last whose beginning was clearly
 * told; the short wait after a hub, which is no stay of its own; and the next one, once something vague was told.
 */
function seemsToBeOn(parcel: Parcel, index: number, told: readonly Telling[]): Stage[] {
  const { stays } = parcel;
  const stages: Stage[] = [];
  for (let at = index; at >= 0; at--) {
    const stay = stays[at];
    if (!stay) break;
    stages.push(stay.stage);
    const clearly = told.some(
      ({ happening, clear }) => clear && happening.begins === stay.stage && happening.at <= stay.from,
    );
    if (clearly) break;
    const around = waitAround[stay.stage];
    if (around) stages.push(around);
  }
  const here = stays[index];
  const next = stays[index + 1];
  const lastBegun = told
    .filter(({ clear, happening }) => clear && here && happening.begins && happening.at <= here.from)
    .sort((a, b) => a.happening.at - b.happening.at)
    .at(-1)?.happening.begins;
  if (lastBegun) stages.push(lastBegun);
  const vague = told.some(
    ({ clear, happening }) =>
      !clear && here && happening.at >= here.from && (here.to === null || happening.at <= here.to),
  );
  if (vague && next) stages.push(next.stage);
  return [...new Set(stages)];
}
