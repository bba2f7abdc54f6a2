-- Row: one event. Columns: name, interval_s, last_at (UTC: last start), overdue_s (seconds beyond three intervals, at least 15
-- s, since its last start; 0: in time). Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.x$event_runs WHERE overdue_s > 0
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$event_runs AS
SELECT e.name AS name, e.interval_s AS interval_s, e.last_started_at AS last_at,
       GREATEST(COALESCE(TIMESTAMPDIFF(SECOND, e.last_started_at, UTC_TIMESTAMP(6)), 4 * e.interval_s + 15) - GREATEST(3 * CAST(e.interval_s AS SIGNED), 15), 0) AS overdue_s
  FROM playerbot.event_runs e;
GRANT SELECT ON playerbot.x$event_runs TO playerbot_agent, playerbot_monitor, playerbot_admin;
