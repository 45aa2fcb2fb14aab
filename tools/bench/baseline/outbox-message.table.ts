/** A row for each message to publish. */
export const outboxMessageTableSql = `
  CREATE TABLE outbox_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    key text NOT NULL,
    headers text NOT NULL,
    data text NOT NULL
  )`;
