-- The tables every command-side service stands on, made in the service's own schema by its first migration.
-- Owned by the migrating role; the service's role may only read and append, so history cannot be rewritten.

CREATE TABLE events (
  position      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  aggregate_id  uuid NOT NULL,
  version       integer NOT NULL CHECK (version > 0),
  aggregate     text NOT NULL,
  type          text NOT NULL,
  class_version smallint NOT NULL DEFAULT 1,
  state         jsonb NOT NULL,
  occurred_at   timestamptz NOT NULL,
  recorded_at   timestamptz NOT NULL,
  metadata      jsonb NOT NULL,
  UNIQUE (aggregate_id, version)
);
CREATE INDEX events_recorded_at ON events (recorded_at);

-- One row per acknowledged command: its idempotency record, its answer and the audit trail in one.
CREATE TABLE commands (
  actor        text NOT NULL,
  key          text NOT NULL,
  name         text NOT NULL,
  request_hash text NOT NULL,
  answer       jsonb NOT NULL,
  position     bigint,
  recorded_at  timestamptz NOT NULL,
  PRIMARY KEY (actor, key)
);

-- How far each reader has come, stored in the transaction of its effect.
CREATE TABLE positions (
  name     text PRIMARY KEY,
  position bigint NOT NULL
);

-- What this service keeps of other contexts' contracts: customers, products, people.
CREATE TABLE copies (
  kind    text NOT NULL,
  id      text NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  PRIMARY KEY (kind, id)
);

-- The end of each partition after what the relay published to a cluster (a topic that holds less was made anew), and
-- the log position of the last event in it.
CREATE TABLE published (
  cluster     text NOT NULL,
  partition   integer NOT NULL,
  next_offset bigint NOT NULL,
  position    bigint NOT NULL,
  PRIMARY KEY (cluster, partition)
);

-- Events a consumer could not take: the poison itself, and those of the same aggregate that wait behind it.
CREATE TABLE parked (
  consumer     text NOT NULL,
  source       text NOT NULL,
  aggregate_id text NOT NULL,
  position     bigint NOT NULL,
  headers      jsonb NOT NULL,
  body         bytea NOT NULL,
  error        text,
  parked_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (consumer, source, aggregate_id, position)
);

-- Appends a batch of commands in one statement. The advisory lock is taken and released on the server, so log
-- positions become visible in commit order and a frozen client cannot hold it. Per command, all or nothing:
--   appended  its events are in the log (and its idempotency record beside them)
--   repeated  the same command was appended before; its first answer comes back
--   reused    the key belongs to another request
--   conflict  somebody else appended to one of its aggregates; `answer` is that aggregate's id
CREATE FUNCTION append(batch jsonb)
RETURNS TABLE (ordinal integer, outcome text, log_position bigint, answer jsonb)
LANGUAGE plpgsql
-- Plans are made once per connection, perhaps while the log is empty and reading all of it looks cheapest.
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
  entry jsonb;
  known commands%ROWTYPE;
  taken uuid;
  stamp timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock('events'::regclass::oid::bigint);
  -- A clock that steps back must not reorder history for `as of` questions.
  SELECT greatest(clock_timestamp(), (SELECT e.recorded_at FROM events e ORDER BY e.position DESC LIMIT 1)) INTO stamp;
  ordinal := 0;
  FOR entry IN SELECT jsonb_array_elements(batch) LOOP
    ordinal := ordinal + 1;
    SELECT * INTO known FROM commands c WHERE c.actor = entry->>'actor' AND c.key = entry->>'key';
    IF FOUND THEN
      outcome := CASE WHEN known.request_hash = entry->>'request_hash' THEN 'repeated' ELSE 'reused' END;
      log_position := known.position;
      answer := known.answer;
      RETURN NEXT;
      CONTINUE;
    END IF;
    SELECT n.aggregate_id INTO taken
      FROM jsonb_to_recordset(entry->'events') AS n(aggregate_id uuid, version integer)
      JOIN events e ON e.aggregate_id = n.aggregate_id AND e.version = n.version
      LIMIT 1;
    IF FOUND THEN
      outcome := 'conflict';
      log_position := NULL;
      answer := to_jsonb(taken);
      RETURN NEXT;
      CONTINUE;
    END IF;
    WITH added AS (
      INSERT INTO events (aggregate_id, version, aggregate, type, class_version, state, occurred_at, recorded_at, metadata)
      SELECT n.aggregate_id, n.version, n.aggregate, n.type, n.class_version, n.state, n.occurred_at, stamp, entry->'metadata'
        FROM jsonb_to_recordset(entry->'events') AS n(aggregate_id uuid, version integer, aggregate text, type text,
                                                      class_version smallint, state jsonb, occurred_at timestamptz)
      RETURNING position
    ) SELECT max(position) INTO log_position FROM added;
    outcome := 'appended';
    answer := entry->'answer';
    INSERT INTO commands VALUES (entry->>'actor', entry->>'key', entry->>'name', entry->>'request_hash',
                                 answer, log_position, stamp);
    RETURN NEXT;
  END LOOP;
END $$;
