/** How many relays of one service publish side by side; a key always belongs to the same one. */
export const outboxShards = 1;

/**
 * The tables behind exactly-once effects, in every service's schema.
 * known_merchant is the directory for whom due times are looked up;
 * consumer_offset is the fence; join_count tells how often a process began at the same offset and died there.
 */
export const messagingTablesSql = `
CREATE TABLE outbox (
  shard smallint NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  topic text NOT NULL,
  key text NOT NULL,
  headers text NOT NULL,
  data text NOT NULL,
  PRIMARY KEY (shard, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

CREATE TABLE outbox_shard (
  shard smallint PRIMARY KEY,
  owner uuid
);
INSERT INTO outbox_shard (shard) SELECT generate_series(0, ${outboxShards - 1});

CREATE TABLE consumer_offset (
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL,
  cluster_id text NOT NULL,
  last_offset bigint,
  last_ce_id text,
  join_offset bigint,
  join_count int NOT NULL DEFAULT 0,
  stopped_because text,
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE processed_event (
  event_id uuid PRIMARY KEY
);

CREATE TABLE known_merchant (
  merchant_id uuid PRIMARY KEY
);

CREATE TABLE quarantine (
  id uuid PRIMARY KEY,
  reason text NOT NULL,
  detail text NOT NULL,
  topic text,
  partition int,
  record_offset bigint,
  record_key text,
  headers jsonb NOT NULL,
  body bytea,
  quarantined_at timestamptz NOT NULL
);
`;
