/** One row: where the replay clock stands, so that a restarted service finds it again. */
export const replayClockTableSql = `
CREATE TABLE replay_clock (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  now timestamptz NOT NULL
);
`;
