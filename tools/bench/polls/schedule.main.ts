import { Database, migrate, UnitOfWork } from '@landfall/persistence';
import { SystemClock } from '@landfall/service-kit';
import pg from 'pg';
import type { Poller } from '../../../apps/carrier-tracking/src/poll-carriers/poller.ts';
import type { Call, CallResult } from '../../../apps/carrier-tracking/src/poll-carriers/schedule/call.ts';
import { tellFigures, tellLine } from '../detector/tell.ts';
import { measured } from '../learning/measured.ts';
import { compiled } from './compiled.ts';
import { oneByOne } from './one-by-one.ts';
import type { PollsFigures, PollsSettings, ScheduledFigures } from './polls.settings.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as PollsSettings;
const { adminUrl, databaseUrl, schema, postgres, rounds } = settings;
const hour = 3_600_000;
/** Of 17TRACK's: 40 numbers a call. So many calls are taken, and settled, together. */
const [batch, together] = [40, 25];

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
    every: new Map([
      ['last_mile', hour / 2],
      ['trunk_line', 6 * hour],
    ]),
    otherwise: 2 * hour,
    afterEnd: { every: 12 * hour, for: 48 * hour },
    silence: { doublesEvery: 72 * hour, atMost: 24 * hour, giveUpAfter: 2_000 * hour },
  },
  register: undefined,
  ask: { batch } as Poller['ask'],
};

await tellFigures(async (): Promise<PollsFigures> => {
  const { carrierTracking } = await compiled('carrier-tracking.service');
  const { PollStore } = await compiled('persistence/poll.store');
  const { PollerStore } = await compiled('persistence/poller.store');
  const { TakePolls } = await compiled('poll-carriers/schedule/take-polls');
  const { SettlePolls } = await compiled('poll-carriers/schedule/settle-polls');
  await migrate({ adminUrl, serviceUrl: databaseUrl, schema, migrations: carrierTracking.migrations });
  const database = new Database({ url: databaseUrl, schema, service: 'bench' });
  await database.open();
  const unitOfWork = new UnitOfWork(database);
  const [pollers, polls, clock] = [new PollerStore(), new PollStore(), new SystemClock()];
  const takes = new TakePolls(unitOfWork, pollers, polls, clock);
  const settles = new SettlePolls(unitOfWork, pollers, polls, clock);
  const admin = new pg.Client({ connectionString: adminUrl, options: `-c search_path=${schema}` });
  await admin.connect();
  await unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => pollers.add(tx, [poller.name]));

  const scheduleAll = async (): Promise<void> => {
    for (;;) {
      const { calls } = await takes.take(poller, together);
      if (calls.length === 0) return;
      await settles.settle(
        poller.name,
        calls.map((call) => ({ call, result: toldNothingNew(call) })),
      );
    }
  };
  const oneRound = async (count: number, schedule: () => Promise<void>): Promise<ScheduledFigures> => {
    await fill(admin, count);
    const { seconds, cpu } = await measured(postgres, schedule);
    await requireScheduled(admin, count);
    return {
      service: (cpu.service * 1e6) / count,
      postgres: (cpu.postgres * 1e6) / count,
      perSecond: count / seconds,
    };
  };
  const sides = {
    ours: () => oneRound(settings.polls.ours, scheduleAll),
    baseline: () => oneRound(settings.polls.baseline, () => oneByOne(databaseUrl, schema)),
  };
  const figures: PollsFigures = { ours: [], baseline: [] };
  for (let round = 0; round <= rounds; round += 1)
    for (const side of round % 2 === 0 ? (['ours', 'baseline'] as const) : (['baseline', 'ours'] as const)) {
      const found = await sides[side]();
      // The first round warms up.
      if (round > 0) figures[side].push(found);
      tellLine(
        `polls: round ${round}/${rounds}, ${side}: ${found.service.toFixed(1)} us CPU/poll here, ` +
          `${found.postgres.toFixed(1)} in Postgres, ${Math.round(found.perSecond)}/s; as expected`,
      );
    }
  await admin.end();
  await database.close();
  return figures;
});

/** What a carrier mostly tells: what is known already. */
function toldNothingNew({ polls }: Call): CallResult {
  const body = Buffer.from('{}');
  return {
    kind: 'answered',
    told: polls.map(({ hash }) => ({ kind: 'payload', body, hash: hash ?? '' })),
    strangers: 0,
    kept: new Set(),
    refused: new Set(),
  };
}

/** So many numbers on their way, all of which became due within the last minutes. */
async function fill(admin: pg.Client, count: number): Promise<void> {
  await admin.query('TRUNCATE poll');
  await admin.query(
    `INSERT INTO poll (poller, carrier, number, stage, next_poll_at, registered, heard_at, answer_hash)
     SELECT 'bench', 'usps', 'LZ' || lpad((nth * 7919 % 1000000007)::text, 10, '0') || 'CN',
       (ARRAY['trunk_line', 'import_customs', 'last_mile'])[nth % 3 + 1], now() - random() * interval '5 minutes',
       true, now() - random() * interval '5 days', md5(nth::text)
     FROM generate_series(1, $1::bigint) AS nth`,
    [count],
  );
  await admin.query('VACUUM (ANALYZE) poll');
  await admin.query('CHECKPOINT');
}

/** Throws where a poll is not free and due later. */
async function requireScheduled(admin: pg.Client, count: number): Promise<void> {
  const { rows } = await admin.query<{ scheduled: number }>(
    `SELECT count(*)::int AS scheduled FROM poll WHERE lease IS NULL AND attempts = 0 AND next_poll_at > now()`,
  );
  if (rows[0]?.scheduled !== count)
    throw new Error(`of ${count} polls ${rows[0]?.scheduled} are scheduled again`);
}
