import pg from 'pg';

/** So many numbers on their way, all of which became due within the last minutes, in a table with a row for each. */
export async function fillOneByOne(admin: pg.Client, count: number): Promise<void> {
  await admin.query('DROP TABLE IF EXISTS usual_poll');
  await admin.query(
    `CREATE TABLE usual_poll (
       poller text, carrier text, number text, next_poll_at timestamptz, lease uuid, lease_until timestamptz,
       attempts int NOT NULL DEFAULT 0, answer_hash text, PRIMARY KEY (poller, carrier, number))
     WITH (fillfactor = 60)`,
  );
  await admin.query('CREATE INDEX ON usual_poll (poller, next_poll_at)');
  await admin.query('GRANT ALL ON usual_poll TO PUBLIC');
  await admin.query(
    `INSERT INTO usual_poll (poller, carrier, number, next_poll_at, answer_hash)
     SELECT 'bench', 'usps', 'LZ' || lpad(nth::text, 9, '0') || 'CN', now() - random() * interval '5 minutes', md5(nth::text)
     FROM generate_series(1, $1::bigint) AS nth`,
    [count],
  );
  await admin.query('VACUUM (ANALYZE) usual_poll');
  await admin.query('CHECKPOINT');
}

/** The usual way: a worker that takes what is due from a table one by one, and stores when each is due next. */
export async function oneByOne(databaseUrl: string, schema: string): Promise<void> {
  const worker = new pg.Client({ connectionString: databaseUrl, options: `-c search_path=${schema}` });
  await worker.connect();
  for (;;) {
    const { rows } = await worker.query<{ poller: string; carrier: string; number: string }>({
      name: 'take',
      text: `UPDATE usual_poll SET lease = gen_random_uuid(), lease_until = now() + interval '30 seconds', attempts = attempts + 1
        WHERE (poller, carrier, number) = (
          SELECT poller, carrier, number FROM usual_poll
          WHERE poller = 'bench' AND next_poll_at <= now() AND (lease_until IS NULL OR lease_until <= now())
          ORDER BY next_poll_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING poller, carrier, number`,
    });
    const [poll] = rows;
    if (!poll) break;
    await worker.query({
      name: 'settle',
      text: `UPDATE usual_poll SET lease = NULL, lease_until = NULL, attempts = 0, next_poll_at = now() + interval '2 hours'
        WHERE poller = $1 AND carrier = $2 AND number = $3`,
      values: [poll.poller, poll.carrier, poll.number],
    });
  }
  await worker.end();
}
