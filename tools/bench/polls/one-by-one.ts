import pg from 'pg';

/** The usual way: a worker that takes what is due from a table one by one, and stores when each is due next. */
export async function oneByOne(databaseUrl: string, schema: string): Promise<void> {
  const worker = new pg.Client({ connectionString: databaseUrl, options: `-c search_path=${schema}` });
  await worker.connect();
  for (;;) {
    const { rows } = await worker.query<{ poller: string; carrier: string; number: string }>({
      name: 'take',
      text: `UPDATE poll SET lease = gen_random_uuid(), lease_until = now() + interval '30 seconds', attempts = attempts + 1
        WHERE (poller, carrier, number) = (
          SELECT poller, carrier, number FROM poll
          WHERE poller = 'bench' AND next_poll_at <= now() AND (lease_until IS NULL OR lease_until <= now())
          ORDER BY next_poll_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING poller, carrier, number`,
    });
    const [poll] = rows;
    if (!poll) break;
    await worker.query({
      name: 'settle',
      text: `UPDATE poll SET lease = NULL, lease_until = NULL, attempts = 0, next_poll_at = now() + interval '2 hours'
        WHERE poller = $1 AND carrier = $2 AND number = $3`,
      values: [poll.poller, poll.carrier, poll.number],
    });
  }
  await worker.end();
}
