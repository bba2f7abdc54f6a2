-- Row: one long operation that has not ended. Columns: operation_id, kind, actor, connection_id, done_count, total_count,
-- rate_per_s, started_at, updated_at (UTC), is_interrupted (no progress for 60 s, or its connection is gone), last_error.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.x$operations
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$operations AS
SELECT o.operation_id AS operation_id, o.kind AS kind, o.actor AS actor, o.connection_id AS connection_id, o.done_count AS done_count, o.total_count AS total_count,
       o.done_count / GREATEST(TIMESTAMPDIFF(MICROSECOND, o.started_at, o.updated_at) / 1000000, 0.001) AS rate_per_s,
       o.started_at AS started_at, o.updated_at AS updated_at,
       (o.last_error IS NOT NULL OR o.updated_at < UTC_TIMESTAMP(6) - INTERVAL 60 SECOND) AS is_interrupted, o.last_error AS last_error
  FROM playerbot.operations o WHERE o.ended_at IS NULL;
GRANT SELECT ON playerbot.x$operations TO playerbot_agent, playerbot_monitor, playerbot_admin;
