"""The SQL of the log in PostgreSQL; ``postgres.py`` explains why it is as it is."""

CREATE = """
    SELECT pg_advisory_xact_lock(hashtext('hookflash_events'));
    CREATE TABLE IF NOT EXISTS hookflash_events (
        originator_id text COLLATE "C" NOT NULL,
        originator_version bigint NOT NULL,
        topic text NOT NULL,
        state bytea NOT NULL,
        notification_id bigserial,
        recorder bigint NOT NULL,
        PRIMARY KEY (originator_id, originator_version));
    CREATE UNIQUE INDEX IF NOT EXISTS hookflash_events_notification_id_idx
        ON hookflash_events (notification_id);
    CREATE TABLE IF NOT EXISTS hookflash_topics (topic text PRIMARY KEY);
    CREATE SEQUENCE IF NOT EXISTS hookflash_recorders"""
IDENTIFY = """
    SELECT nextval('hookflash_recorders'), 'hookflash_events'::regclass::oid, current_schema()"""

POSITION_GIVEN = """
    SELECT CASE WHEN is_called THEN last_value ELSE 0 END
    FROM hookflash_events_notification_id_seq"""
# An advisory lock carries 32 bits: the lowest of the position.
ANNOUNCE = """
    SELECT pg_advisory_xact_lock_shared(
        %s::int, CASE WHEN is_called THEN (last_value & 2147483647)::int ELSE 0 END)
    FROM hookflash_events_notification_id_seq"""
ANNOUNCED = """
    SELECT DISTINCT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid = %s::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
INSERT_TOPICS = """
    INSERT INTO hookflash_topics SELECT unnest(%b::text[]) ON CONFLICT DO NOTHING"""
# Numbered in the order of the appends, inserted in the order of the parameters.
# The offsets of the seal from the end of a state, packed or not, are those in seal.py.
INSERT = """
    WITH numbered AS MATERIALIZED (
        SELECT *, nextval('hookflash_events_notification_id_seq') AS id
        FROM unnest(%b::text[], %b::bigint[], %b::text[], %b::bytea[], %b::int[])
        WITH ORDINALITY AS given (stream, position, topic, state, appended, n)
        ORDER BY appended)
    INSERT INTO hookflash_events
        (originator_id, originator_version, topic, state, notification_id, recorder)
    SELECT stream, position, topic, state, id, %s FROM numbered
    WHERE NOT EXISTS (
        SELECT FROM unnest(%b::text[], %b::bigint[], %b::bytea[])
            AS before (stream, position, seal)
        WHERE NOT coalesce((
            SELECT substr(state, length(state) - 17, 16) = seal
                OR encode(substr(state, length(state) - 8, 8), 'hex') = encode(seal, 'escape')
            FROM hookflash_events
            WHERE originator_id = before.stream AND originator_version = before.position), false))
    AND NOT EXISTS (
        SELECT FROM unnest(%b::text[], %b::bigint[]) AS read (stream, head)
        WHERE head <> coalesce((
            SELECT max(originator_version) FROM hookflash_events
            WHERE originator_id = read.stream), 0))
    ORDER BY n
    RETURNING notification_id"""
# Enough of the end of a state for seal.py to find its seal.
HEADS = """
    SELECT stream, originator_version, substr(state, length(state) - 26)
    FROM unnest(%b::text[]) AS wanted (stream), LATERAL (
        SELECT originator_version, state FROM hookflash_events WHERE originator_id = stream
        ORDER BY originator_version DESC LIMIT 1) AS last"""
FIND = """
    SELECT count(*), max(notification_id) FROM hookflash_events AS stored
    JOIN unnest(%b::text[], %b::bigint[], %b::text[], %b::bytea[], %b::bigint[])
        AS wanted (stream, position, topic, state, size)
    ON stored.originator_id = stream AND stored.originator_version = position
    AND stored.topic = wanted.topic AND stored.recorder = %s
    AND length(stored.state) = wanted.size
    AND substr(stored.state, 1, length(wanted.state)) = wanted.state"""
STREAM = """
    SELECT notification_id, originator_id, originator_version, topic, state
    FROM hookflash_events WHERE originator_id = %s AND originator_version > %s
    ORDER BY originator_version"""
ROWS_OF = """
    SELECT notification_id, originator_id, originator_version, topic, state
    FROM hookflash_events WHERE originator_id = ANY(%b::text[])
    ORDER BY originator_id, originator_version"""
STREAMS = """
    SELECT originator_id FROM hookflash_events
    WHERE originator_id >= %s AND originator_id < %s AND originator_version = 1
    ORDER BY originator_id"""
LOG = """
    SELECT notification_id, originator_id, originator_version, topic, state
    FROM hookflash_events WHERE notification_id > %s ORDER BY notification_id LIMIT %s"""
LOG_OF = """
    SELECT notification_id, originator_id, originator_version, topic, state
    FROM hookflash_events WHERE notification_id > %s AND topic = ANY(%b::text[])
    ORDER BY notification_id LIMIT %s"""
BY_STREAM = """
    SELECT notification_id, originator_id, originator_version, topic, state
    FROM hookflash_events WHERE (originator_id, originator_version) > (%s, %s)
    ORDER BY originator_id, originator_version LIMIT %s"""
# Blocks appends during a rewrite, since it changes the seals that they would continue from.
LOCK = "LOCK TABLE hookflash_events IN SHARE ROW EXCLUSIVE MODE"
REWRITE = """
    UPDATE hookflash_events SET originator_id = given.stream, topic = given.topic,
        state = given.state
    FROM unnest(%b::text[], %b::bigint[], %b::text[], %b::bytea[])
        AS given (stream, position, topic, state)
    WHERE originator_id = %s AND originator_version = given.position"""
VACUUM = "VACUUM hookflash_events"
# What removes erased data from the files: the rows of the tables in which something was rewritten,
# and the samples of their columns, also those of dropped views, which the planner keeps.
SCRUBBED = """
    SELECT format('VACUUM (FULL, ANALYZE) %s', name::regclass) AS statement
    FROM unnest(ARRAY['hookflash_events', 'webhook_attempts', 'webhook_waiting']) AS name
    WHERE to_regclass(name) IS NOT NULL
    UNION ALL SELECT 'VACUUM (FULL) pg_catalog.pg_statistic'"""
LAST = "SELECT max(notification_id) FROM hookflash_events WHERE notification_id <= %s"
NEWEST = "SELECT max(notification_id) FROM hookflash_events"
# Not a session that works, waits for a lock or for a standby: only one whose client sends nothing.
STALLED = """
    SELECT pid, coalesce(host(client_addr), 'this host'),
        extract(epoch FROM clock_timestamp() - state_change)::float8
    FROM pg_stat_activity WHERE wait_event = 'ClientRead' AND pid <> pg_backend_pid()
    AND pid IN (
        SELECT pid FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 2 AND classid = %s::oid AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND clock_timestamp() - state_change > make_interval(secs => %s::float8)"""
END_SESSION = "SELECT pg_terminate_backend(%s)"
NOW = "SELECT clock_timestamp()"
TOPICS = "SELECT topic FROM hookflash_topics"
TOPICS_SINCE = "SELECT DISTINCT topic FROM hookflash_events WHERE notification_id > %s"
LISTEN = "LISTEN hookflash_events"
# Commits with a notification are serialised until synced, and this one has nothing to sync.
NOTIFY = """
    SELECT set_config('synchronous_commit', 'off', true), pg_notify('hookflash_events', '')"""
