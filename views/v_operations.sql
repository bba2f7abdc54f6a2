-- Row: one long operation that is running or was interrupted. Columns: operation_id, what, state, done, total, percent,
-- rate, started_at (UTC), last_error. Numbers for programs: x$operations.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_operations
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_operations AS
SELECT o.operation_id AS operation_id, o.kind AS what, IF(o.is_interrupted, 'interrupted', 'running') COLLATE utf8mb4_unicode_ci AS state, o.done_count AS done, o.total_count AS total,
       CONCAT(IF(o.total_count = 0, 100, o.done_count * 100 DIV o.total_count), ' %') COLLATE utf8mb4_unicode_ci AS percent, CONCAT(ROUND(o.rate_per_s), '/s') COLLATE utf8mb4_unicode_ci AS rate,
       o.started_at AS started_at, o.last_error AS last_error
  FROM playerbot.x$operations o;
GRANT SELECT ON playerbot.v_operations TO playerbot_agent, playerbot_monitor, playerbot_admin;
