import { tellingsOf } from '../feed/tell.ts';
import type { Telling } from '../feed/telling.ts';
import type { Parcel } from '../life/life.ts';
import type { World } from '../life/world.ts';
import type { Played } from '../play/play-world.ts';
import { membersOf, truthOfOrder, truthOfParcel } from '../truth/truth-of.ts';
import { knowableAfter } from '../truth/knowable.ts';
import { asHeard } from '../truth/as-heard.ts';
import { absenceCodes, type Truth } from '../truth/truth.ts';
import { day, hour, type Instant } from '../wire/instants.ts';
import type { Alarm } from './answers.ts';
import { Examples } from './examples.ts';
import { goalsOf } from './goals.ts';
import { isOpenAt, judge } from './judge.ts';
import { rounded, share } from './numbers.ts';
import type { WorldReport } from './report.ts';
import { scoreEstimates } from './score-estimates.ts';
import { scoreIncidents } from './score-incidents.ts';
import { CodeTally } from './tally-codes.ts';
import { UsualRule, type News } from './usual-rule.ts';

/** A local time whose zone is not known can be wrong by so much (UTC+14 is the furthest). */
const widestZone = 14 * hour;

/** What is scored of what was answered, laid beside what is true. Pure: the same answers give the same report. */
export function scoreWorld(world: World, played: Played, stepHours: number, seconds: number): WorldReport {
  const { plan, ends } = world;
  // What happened in a step is told at its end.
  const tolerance = widestZone + stepHours * hour;
  const tally = new CodeTally();
  const usual = new UsualRule(tolerance);
  const examples = new Examples();
  const losses = { all: 0, underAlarm: 0 };
  const ofHealthy = { parcels: 0, excused: 0 };
  const falseOfHealthy: Record<string, number> = {};
  const members = world.incidents.map(() => 0);
  let heldBack = 0;

  for (const order of world.orders) {
    if (order.placedAt >= ends) continue;
    const toldOfOrder: Telling[] = [];
    for (const parcel of order.parcels) {
      const told = asHeard(tellingsOf(parcel, plan.seed, world.incidents), world.begins, stepHours);
      toldOfOrder.push(...told);
      if (parcel.registeredAt >= ends) continue;
      const truth = truthOfParcel(parcel, told, ends);
      const alarms = played.alarmsOfParcel(parcel);
      const verdict = judge(truth, alarms, tolerance);
      tally.add(verdict);
      examples.add(parcel.order, parcel, verdict);
      if (verdict.held.length > 0) heldBack += 1;
      if (truth.healthy) {
        ofHealthy.parcels += 1;
        for (const { code } of verdict.false) falseOfHealthy[code] = (falseOfHealthy[code] ?? 0) + 1;
        ofHealthy.excused += verdict.excused.length;
      }
      usual.add(truth, newsOf(parcel, told), ends);
      countLoss(truth, alarms, ends, losses);
      for (const [index, incident] of world.incidents.entries())
        if (membersOf(incident, parcel, told)) members[index] = (members[index] ?? 0) + 1;
    }
    const verdict = judge(truthOfOrder(order, toldOfOrder, ends), played.alarmsOfOrder(order), tolerance);
    tally.add(verdict);
    examples.add(order, null, verdict);
  }

  const falseAlarms = Object.values(falseOfHealthy).reduce((sum, count) => sum + count, 0);
  const report = {
    seed: plan.seed,
    parcels: world.parcels.filter((parcel) => parcel.registeredAt < ends).length,
    days: plan.days,
    eventsSent: played.eventsSent,
    healthy: ofHealthy.parcels,
    codes: tally.scores(),
    falseAlarmsPer1000Healthy: per1000(falseAlarms, ofHealthy.parcels),
    falseAlarmsPer1000HealthyByCode: Object.fromEntries(
      Object.entries(falseOfHealthy).map(([code, count]) => [code, per1000(count, ofHealthy.parcels)]),
    ),
    alarmsPer1000Healthy: per1000(falseAlarms + ofHealthy.excused, ofHealthy.parcels),
    incidents: {
      ...scoreIncidents(
        world.incidents.map((incident, index) => ({
          incident,
          members: members[index] ?? 0,
          knowableAfterHours: incident.kind === 'unit_stopped' ? null : knowableAfter(world, incident),
        })),
        played.incidents,
      ),
      parcelsHeldBack: heldBack,
    },
    estimate: scoreEstimates(played.readings),
    lostUnderAlarmBySixDays: rounded(share(losses.underAlarm, losses.all)),
    usualRule: usual.scores(),
    badInput: played.badInput,
    examples: examples.byCode(),
    seconds,
  };
  return { ...report, goals: goalsOf(report) };
}

const per1000 = (count: number, parcels: number): number | null => rounded(share(1_000 * count, parcels));

const endings: ReadonlySet<string> = new Set(['delivered', 'returned', 'lost', 'destroyed']);

function newsOf(parcel: Parcel, told: readonly Telling[]): News {
  return {
    since: parcel.registeredAt,
    heard: told.map((telling) => telling.sentAt),
    over: told.find((telling) => endings.has(telling.milestone))?.sentAt ?? null,
  };
}

/** A truly lost parcel, once nothing has been heard of it for six days: is anybody alarmed? */
function countLoss(
  { planted }: Truth,
  alarms: readonly Alarm[],
  ends: Instant,
  losses: { all: number; underAlarm: number },
): void {
  const loss = planted.find((one) => one.code === 'suspected_lost');
  if (!loss || loss.from + 6 * day > ends) return;
  losses.all += 1;
  const alarmed = alarms.some(
    (alarm) =>
      !alarm.held &&
      (absenceCodes as readonly string[]).includes(alarm.code) &&
      isOpenAt(alarm, loss.from + 6 * day),
  );
  if (alarmed) losses.underAlarm += 1;
}
