-- Row: one table of this schema. Columns: table_name, row_count, bytes_count (last sample), sampled_at (UTC),
-- bytes_per_day, rows_per_day (between the oldest and the last sample; NULL with one sample).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.x$growth
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$growth AS
SELECT n.table_name AS table_name, n.row_count AS row_count, n.bytes_count AS bytes_count, n.sampled_at AS sampled_at,
       (CAST(n.bytes_count AS SIGNED) - CAST(o.bytes_count AS SIGNED)) * 86400 / NULLIF(TIMESTAMPDIFF(SECOND, o.sampled_at, n.sampled_at), 0) AS bytes_per_day,
       (CAST(n.row_count AS SIGNED) - CAST(o.row_count AS SIGNED)) * 86400 / NULLIF(TIMESTAMPDIFF(SECOND, o.sampled_at, n.sampled_at), 0) AS rows_per_day
  FROM (SELECT s.table_name AS table_name, MIN(s.sampled_at) AS first_at, MAX(s.sampled_at) AS last_at FROM playerbot.samples s GROUP BY s.table_name) r
  JOIN playerbot.samples n ON n.table_name = r.table_name AND n.sampled_at = r.last_at
  JOIN playerbot.samples o ON o.table_name = r.table_name AND o.sampled_at = r.first_at;
GRANT SELECT ON playerbot.x$growth TO playerbot_agent, playerbot_monitor, playerbot_admin;
