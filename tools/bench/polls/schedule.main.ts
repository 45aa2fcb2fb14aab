import { Database, migrate, UnitOfWork } from '@landfall/persistence';
import { SystemClock } from '@landfall/service-kit';
import pg from 'pg';
import type { Poller } from '../../../apps/carrier-tracking/src/poll-carriers/poller.ts';
import { tellFigures, tellLine } from '../detector/tell.ts';
import { measured } from '../learning/measured.ts';
import { compiled } from './compiled.ts';
import { fillOneByOne, oneByOne } from './one-by-one.ts';
import { every, hour, PolledNumbers, silence, type Restaged, type StoredNumber } from './polled-numbers.ts';
import type { PollsFigures, PollsSettings, ScheduledFigures } from './polls.settings.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as PollsSettings;
const { adminUrl, databaseUrl, schema, postgres, rounds, aging } = settings;
/** Of 17TRACK's: 40 numbers a call. So many calls are taken, and settled, together. */
const [batch, together] = [40, 25];
const minute = 60_000;

const step = { batch } as Poller['ask'];
const poller: Poller = {
  name: 'bench',
  sender: '17track',
  codes: new Map([['usps', 21_051]]),
  pattern: undefined,
  limits: { rate: { perSecond: 1_000_000, burst: together }, callsPerDay: null },
  concurrentCalls: together,
  timeoutMs: 20_000,
  maxAnswerBytes: 1_000_000,
  pace: {
    every: new Map(Object.entries(every) as [keyof typeof every, number][]),
    otherwise: 2 * hour,
    afterEnd: { every: 12 * hour, for: 48 * hour },
    silence,
  },
  register: { ...step, askAfterMs: 5 * minute },
  ask: step,
};

/** A system clock that is put forward by hand. */
class HeldClock extends SystemClock {
  at = Date.now();
  override now(): Date {
    return new Date(this.at);
  }
}

await tellFigures(async (): Promise<PollsFigures> => {
  const { carrierTracking } = await compiled('carrier-tracking.service');
  const { PollStore } = await compiled('persistence/poll.store');
  const { PollGroupStore } = await compiled('persistence/poll-group.store');
  const { PollerStore } = await compiled('persistence/poller.store');
  const { ArrangeGroups } = await compiled('poll-carriers/schedule/arrange-groups');
  const { PlaceWanted } = await compiled('poll-carriers/schedule/place-wanted');
  const { TakePolls } = await compiled('poll-carriers/schedule/take-polls');
  const { SettlePolls } = await compiled('poll-carriers/schedule/settle-polls');
  await migrate({ adminUrl, serviceUrl: databaseUrl, schema, migrations: carrierTracking.migrations });
  const database = new Database({ url: databaseUrl, schema, service: 'bench' });
  await database.open();
  const unitOfWork = new UnitOfWork(database);
  const [pollers, polls, groups] = [new PollerStore(), new PollStore(), new PollGroupStore()];
  const [arrange, clock] = [new ArrangeGroups(groups), new HeldClock()];
  const wanted = new PlaceWanted(polls, groups, arrange);
  const takes = new TakePolls(unitOfWork, pollers, groups, wanted, clock);
  const settles = new SettlePolls(unitOfWork, pollers, polls, groups, arrange, clock);
  const admin = new pg.Client({ connectionString: adminUrl, options: `-c search_path=${schema}` });
  await admin.connect();
  const scope = { pool: 'http' as const, merchants: [] };
  await unitOfWork.run(scope, async (tx) => pollers.add(tx, [poller.name]));

  const numbers = new PolledNumbers(settings.numbers, clock.at);
  await fill(admin, [...numbers.fresh(clock.at)]);
  while (await unitOfWork.run(scope, (tx) => wanted.place(tx, poller, clock.now())));
  let calls = 0;

  /** What is due within a minute; returns how many polls that was. */
  const nextMinute = async (): Promise<number> => {
    clock.at += minute;
    for (let scheduled = 0; ; clock.at += 1) {
      const taken = await takes.take(poller, together);
      if (taken.calls.length === 0) return scheduled;
      const made = taken.calls.map((call) => ({ call, result: numbers.answer(call, clock.at) }));
      await settles.settle(poller, made);
      calls += taken.calls.length;
      scheduled += made.reduce(
        (sum, { call }) => sum + call.groups.reduce((of, group) => of + group.numbers.length, 0),
        0,
      );
    }
  };
  /** What is told of the parcels of numbers that brought news: many are at another stage now. */
  const follow = async (restaged: readonly Restaged[]): Promise<void> => {
    for (let from = 0; from < restaged.length; from += 100)
      await unitOfWork.run(scope, async (tx) => {
        const some = restaged.slice(from, from + 100);
        const keyOf = ({ number }: Restaged) => ({ poller: poller.name, carrier: 'usps', number });
        await polls.lock(tx, some.map(keyOf));
        const changes = some.map((one) => ({ ...keyOf(one), stage: one.stage, dueAt: one.dueAt }));
        polls.restage(tx, changes, clock.now());
      });
    while (await unitOfWork.run(scope, (tx) => wanted.place(tx, poller, clock.now())));
  };
  const ours = async (): Promise<ScheduledFigures> => {
    await admin.query('VACUUM (ANALYZE) poll, poll_group');
    await admin.query('CHECKPOINT');
    calls = 0;
    let count = 0;
    const { seconds, cpu } = await measured(postgres, async () => {
      while (count < settings.polls.ours) count += await nextMinute();
    });
    const restaged = numbers.goOn(clock.at);
    const stages = await measured(postgres, () => follow(restaged));
    numbers.check(await stored(admin));
    const rates = { perSecond: count / seconds, perCall: count / calls };
    return { ...perOne(cpu, count), ...rates, restaged: perOne(stages.cpu, restaged.length) };
  };
  const baseline = async (): Promise<ScheduledFigures> => {
    const count = settings.polls.baseline;
    await fillOneByOne(admin, count);
    const { seconds, cpu } = await measured(postgres, () => oneByOne(databaseUrl, schema));
    return { ...perOne(cpu, count), perSecond: count / seconds, perCall: 1, restaged: null };
  };
  for (let round = 1; round <= aging; round += 1) {
    await ours();
    tellLine(`polls: aged ${round}/${aging}`);
  }
  const sides = { ours, baseline };
  const figures: PollsFigures = { ours: [], baseline: [] };
  for (let round = 0; round <= rounds; round += 1)
    for (const side of round % 2 === 0 ? (['ours', 'baseline'] as const) : (['baseline', 'ours'] as const)) {
      const found = await sides[side]();
      // The first round warms up.
      if (round > 0) figures[side].push(found);
      tellLine(
        `polls: round ${round}/${rounds}, ${side}: ${found.service.toFixed(1)} us CPU/poll here, ` +
          `${found.postgres.toFixed(1)} in Postgres, ${Math.round(found.perSecond)}/s, ${found.perCall.toFixed(1)} a call` +
          (found.restaged
            ? `; ${(found.restaged.service + found.restaged.postgres).toFixed(0)} us a new stage`
            : '') +
          '; as expected',
      );
    }
  await admin.end();
  await database.close();
  return figures;
});

/** Numbers that have been registered with the carrier, none of them in a group. */
async function fill(admin: pg.Client, numbers: readonly Omit<StoredNumber, 'attempts'>[]): Promise<void> {
  await admin.query(
    `INSERT INTO poll (poller, carrier, number, stage, wanted_at, registered, heard_at, answer_hash)
     SELECT 'bench', 'usps', number, stage, to_timestamp("dueAt" / 1000), true, to_timestamp("heardAt" / 1000), hash
     FROM json_to_recordset($1) AS fresh(number text, stage text, "dueAt" float8, "heardAt" float8, hash text)`,
    [JSON.stringify(numbers)],
  );
  await admin.query('ANALYZE poll');
}

async function stored(admin: pg.Client): Promise<StoredNumber[]> {
  const { rows } = await admin.query<StoredNumber>(
    `SELECT number, known[2] AS stage, known[3]::float8 AS "heardAt", known[5] AS hash, attempts,
       date_part('epoch', next_poll_at) * 1000 AS "dueAt"
     FROM poll_group CROSS JOIN string_to_table(numbers, E'\\n') AS line CROSS JOIN string_to_array(line, E'\\t') AS known
     JOIN poll ON poll.poller = poll_group.poller AND poll.carrier = poll_group.carrier AND number = known[1] AND group_id = id
     WHERE lease IS NULL AND wanted_at IS NULL`,
  );
  return rows;
}

function perOne(cpu: { service: number; postgres: number }, count: number) {
  return { service: (cpu.service * 1e6) / count, postgres: (cpu.postgres * 1e6) / count };
}
